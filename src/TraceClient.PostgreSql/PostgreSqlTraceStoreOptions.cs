namespace TraceClient.PostgreSql;

/// <summary>Represents the options of a <see cref="PostgreSqlTraceStore"/>.</summary>
public sealed class PostgreSqlTraceStoreOptions
{
    private const int MaxSchemaLength = 63;

    /// <summary>Gets or sets the schema of the tables, which is created if it is missing.</summary>
    /// <remarks>
    /// It has 1 to 63 lower-case letters, digits and underscores, and starts with a letter, but not with <c>pg_</c>. <c>tracectl</c> uses
    /// the default.
    /// </remarks>
    /// <value>The default is <c>traceclient</c>.</value>
    public string Schema { get; set; } = "traceclient";

    /// <summary>Gets or sets how often an operation is tried again after a failed connection, a restart or a deadlock.</summary>
    /// <remarks>A write can be repeated: what is already stored stays as it is.</remarks>
    /// <value>From 0 to 100; the default is 5.</value>
    public int MaxRetries { get; set; } = 5;

    /// <summary>Gets or sets the wait before the first retry.</summary>
    /// <remarks>It doubles with each further retry, up to 5 seconds, and varies at random.</remarks>
    /// <value>From 0 to 1 minute; the default is 200 milliseconds.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    internal PostgreSqlTraceStoreOptions Copy() => (PostgreSqlTraceStoreOptions)MemberwiseClone();

    /// <summary>Gets the errors of the options; each names its option.</summary>
    internal IEnumerable<string> Errors()
    {
        if (!IsName(Schema))
            yield return Error(
                nameof(Schema), "must have 1 to 63 lower-case letters, digits and underscores, and start with a letter, but not with pg_");
        if (MaxRetries is < 0 or > 100)
            yield return Error(nameof(MaxRetries), $"must be from 0 to 100; it is {MaxRetries}");
        if (RetryDelay < TimeSpan.Zero || RetryDelay > TimeSpan.FromMinutes(1))
            yield return Error(nameof(RetryDelay), $"must be from 0 to a minute; it is {RetryDelay}");
    }

    // It becomes part of SQL, where it cannot be a parameter.
    private static bool IsName(string? name) => name is { Length: > 0 and <= MaxSchemaLength } && char.IsAsciiLetterLower(name[0])
        && !name.StartsWith("pg_", StringComparison.Ordinal)
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');

    private static string Error(string name, string text) => $"{nameof(PostgreSqlTraceStoreOptions)}:{name} {text}.";
}
