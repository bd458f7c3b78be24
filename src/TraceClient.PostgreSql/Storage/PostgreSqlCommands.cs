namespace TraceClient.PostgreSql;

/// <summary>Runs statements. Values are parameters: $1 is the first one.</summary>
internal static class PostgreSqlCommands
{
    /// <summary>Runs a statement.</summary>
    /// <returns>The number of rows that it changed.</returns>
    public static async Task<int> ExecuteAsync(
        this NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object[] parameters)
    {
        var command = connection.Prepare(sql, parameters);
        await using var _ = command.ConfigureAwait(false);
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gets the first value of the first row; null if there is none.</summary>
    public static async Task<object?> ScalarAsync(
        this NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object[] parameters)
    {
        var command = connection.Prepare(sql, parameters);
        await using var _ = command.ConfigureAwait(false);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is var value and not DBNull ? value : null;
    }

    /// <summary>Reads rows.</summary>
    public static IAsyncEnumerable<T> ReadAsync<T>(
        this NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken,
        params object[] parameters) => connection.Prepare(sql, parameters).ReadAsync(read, cancellationToken);

    /// <summary>Reads the rows of a command, which is disposed.</summary>
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        this NpgsqlCommand command, Func<NpgsqlDataReader, T> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var _ = command.ConfigureAwait(false);
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            yield return read(reader);
    }

    /// <summary>Reads the first row; null if there is none.</summary>
    public static async Task<T?> FirstAsync<T>(this IAsyncEnumerable<T> rows)
        where T : class
    {
        await foreach (var row in rows.ConfigureAwait(false))
            return row;
        return null;
    }

    public static async Task<List<T>> ToListAsync<T>(this IAsyncEnumerable<T> rows)
    {
        var list = new List<T>();
        await foreach (var row in rows.ConfigureAwait(false))
            list.Add(row);
        return list;
    }

    [SuppressMessage("Security", "CA2100", Justification = "The text is the code's own; values are parameters.")]
    public static NpgsqlCommand Prepare(this NpgsqlConnection connection, string sql, params object[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    /// <summary>Prepares a statement with the parameters of a filter, which are named.</summary>
    public static NpgsqlCommand Prepare(
        this NpgsqlConnection connection, string sql, StoreFilter filter, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = connection.Prepare(sql);
        foreach (var (name, value) in filter.Parameters)
            command.Parameters.AddWithValue(name, value is string text ? StoreText.Escape(text) : value);
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return command;
    }
}
