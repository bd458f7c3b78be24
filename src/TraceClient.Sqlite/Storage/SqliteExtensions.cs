namespace TraceClient.Sqlite;

/// <summary>Runs statements.</summary>
internal static class SqliteExtensions
{
    public static void Execute(this SqliteConnection connection, string sql, params IReadOnlyList<(string Name, object? Value)> parameters)
    {
        using var command = connection.Prepare(sql, parameters);
        command.ExecuteNonQuery();
    }

    public static object? Scalar(
        this SqliteConnection connection, string sql, params IReadOnlyList<(string Name, object? Value)> parameters)
    {
        using var command = connection.Prepare(sql, parameters);
        return command.ExecuteScalar() is var value and not DBNull ? value : null;
    }

    [SuppressMessage("Security", "CA2100", Justification = "The text is the code's own; values are parameters.")]
    public static SqliteCommand Prepare(
        this SqliteConnection connection, string sql, params IReadOnlyList<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, ValueOf(value));
        return command;
    }

    /// <summary>Returns what a parameter has for a value.</summary>
    /// <remarks>SQLite would make one text of several that differ in half surrogate pairs.</remarks>
    public static object ValueOf(object? value) => value is string text ? StoreText.Escape(text) : value ?? DBNull.Value;

    public static string Text(this SqliteDataReader reader, int column) => StoreText.Unescape(reader.GetString(column));

    public static SqliteCommand Prepare(this SqliteConnection connection, string sql, StoreFilter filter) =>
        connection.Prepare(sql, [.. filter.Parameters.Select(parameter => (parameter.Key, (object?)parameter.Value))]);
}

/// <summary>Translates exceptions of SQLite.</summary>
internal static class SqliteErrors
{
    public const int Busy = 5;
    public const int Locked = 6;
    private const int Interrupted = 9;
    private const int Corrupt = 11;
    private const int TooBig = 18;
    private const int NotADatabase = 26;

    /// <summary>Returns the exception for a failure of an operation on a store.</summary>
    public static Exception Of(SqliteException exception, string path, CancellationToken cancellationToken) =>
        exception.SqliteErrorCode switch
        {
            Interrupted or Busy or Locked when cancellationToken.IsCancellationRequested =>
                new OperationCanceledException(null, exception, cancellationToken),
            TooBig => new TraceValidationException("A span is too large for a store.", innerException: exception),
            Corrupt or NotADatabase => new TraceFormatException(
                $"The file {path} is damaged, or is not a store of traces ({Describe(exception)}). Use another file.", exception),
            Busy or Locked => new TraceTransportException(
                $"The store {path} is in use by another program ({Describe(exception)}). Try again.", exception),
            _ => new TraceTransportException($"The store {path} cannot be used: {Describe(exception)}.", exception) { IsTransient = false },
        };

    // The message of the exception repeats its code; the one of SQLite is in quotation marks.
    private static string Describe(SqliteException exception)
    {
        var parts = exception.Message.Split('\'');
        return parts.Length >= 3 ? string.Join('\'', parts[1..^1]) : exception.Message;
    }
}

/// <summary>The aggregate functions that a connection has in addition to those of SQLite.</summary>
internal static class SqliteFunctions
{
    public static void AddTo(SqliteConnection connection)
    {
        connection.CreateAggregate<double?, double, Values, double?>(
            "percentile", new Values(), (values, value, share) => values.With(value, share), values => values.Percentile());
        foreach (var (name, share) in new[] { ("p50", 0.5), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99) })
        {
            connection.CreateAggregate<double?, Values, double?>(
                name, new Values(), (values, value) => values.With(value, share), values => values.Percentile());
        }
    }

    /// <summary>The values of a group. It has none until the first one, since SQLite gives all groups the same seed.</summary>
    private readonly struct Values
    {
        private readonly List<double>? _all;
        private readonly double _share;

        private Values(List<double> all, double share) => (_all, _share) = (all, share);

        public Values With(double? value, double share)
        {
            if (value is not { } number)
                return this;
            var all = _all ?? [];
            all.Add(number);
            return new Values(all, share);
        }

        /// <summary>Returns the smallest value that is at least as great as the share of the values; null for none.</summary>
        public double? Percentile()
        {
            if (_all is null || _share is not (>= 0 and <= 1))
                return null;
            _all.Sort();
            return _all[Math.Max(0, (int)Math.Ceiling(_share * _all.Count) - 1)];
        }
    }
}
