namespace TraceClient.PostgreSql;

/// <summary>Creates data sources from connection strings and addresses.</summary>
internal static class PostgreSqlConnections
{
    private const string ExpectedForm =
        "Invalid connection string. Use one such as 'Host=localhost;Database=traces;Username=app', or 'postgres://app@localhost/traces'.";

    /// <summary>Creates a data source that native AOT supports.</summary>
    /// <exception cref="ArgumentException">The text is not a connection string. The message does not quote it.</exception>
    [SuppressMessage("Design", "MA0054", Justification = "The message of the caught exception can quote the text, and the password in it.")]
    public static NpgsqlDataSource Create(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        try
        {
            var text = IsAddress(connectionString) ? FromAddress(connectionString) : connectionString;
            var builder = new NpgsqlSlimDataSourceBuilder(text);
            builder.EnableTransportSecurity();
            builder.EnableArrays();
            return builder.Build();
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or NotSupportedException
            or InvalidOperationException or OverflowException or KeyNotFoundException or InvalidCastException)
        {
            throw new ArgumentException(ExpectedForm, nameof(connectionString));
        }
    }

    /// <summary>Gets the address of a database without user and password.</summary>
    public static string TargetOf(NpgsqlDataSource dataSource, string schema)
    {
        var builder = new NpgsqlConnectionStringBuilder(dataSource.ConnectionString);
        var database = builder.Database ?? builder.Username ?? "";
        return string.Create(CultureInfo.InvariantCulture, $"postgres://{builder.Host}:{builder.Port}/{database}/{schema}");
    }

    private static bool IsAddress(string text) => text.TrimStart().StartsWith("postgres://", StringComparison.OrdinalIgnoreCase)
        || text.TrimStart().StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase);

    private static string FromAddress(string text)
    {
        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            throw new FormatException();
        var builder = new NpgsqlConnectionStringBuilder { Host = uri.Host.Trim('[', ']') };
        if (uri.Port > 0)
            builder.Port = uri.Port;
        if (Uri.UnescapeDataString(uri.AbsolutePath.Trim('/')) is { Length: > 0 } database)
            builder.Database = database;
        if (uri.UserInfo.Split(':', 2) is [{ Length: > 0 } user, .. var password])
        {
            builder.Username = Uri.UnescapeDataString(user);
            if (password is [var secret])
                builder.Password = Uri.UnescapeDataString(secret);
        }

        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            if (pair.Split('=', 2) is not [var name, var value])
                throw new FormatException();
            builder[NameOf(Uri.UnescapeDataString(name))] = Uri.UnescapeDataString(value);
        }

        return builder.ConnectionString;
    }

    // The names of libpq that Npgsql does not know.
    private static string NameOf(string name) => name switch
    {
        "application_name" => "Application Name",
        "connect_timeout" => "Timeout",
        "sslmode" => "SSL Mode",
        _ => name,
    };
}
