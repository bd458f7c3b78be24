namespace TraceClient.Sqlite;

/// <summary>Represents the options of a <see cref="SqliteTraceStore"/>.</summary>
public sealed class SqliteTraceStoreOptions
{
    /// <summary>Gets or sets whether the file must exist, and is not written.</summary>
    /// <value>The default is false: the file is created if it does not exist, readable only by its owner.</value>
    public bool IsReadOnly { get; set; }

    /// <summary>Gets or sets how long a write waits for another program that writes to the same file, in whole seconds.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
