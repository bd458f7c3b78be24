namespace TraceClient.Sqlite;

/// <summary>Represents the options of a <see cref="SqliteTraceStore"/>.</summary>
public sealed class SqliteTraceStoreOptions
{
    /// <summary>Gets or sets whether the file must exist, and is not written.</summary>
    /// <remarks>A write then throws a <see cref="TraceClientException"/>. A file of an earlier version cannot be read.</remarks>
    /// <value>The default is false: the file is created if it does not exist, readable only by its owner.</value>
    public bool IsReadOnly { get; set; }

    /// <summary>Gets or sets how long a write waits for another program that writes to the same file, from 1 second to 1 day.</summary>
    /// <remarks>It is rounded up to whole seconds.</remarks>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
