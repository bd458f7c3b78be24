namespace TraceClient.Replication;

/// <summary>Represents the options of the hosted service that keeps a store in sync.</summary>
public sealed class StoreSyncOptions
{
    /// <summary>Gets or sets the query for the traces to copy, without a limit.</summary>
    /// <value>The default is null: all traces.</value>
    public TraceQuery? Query { get; set; }

    /// <summary>Gets or sets the wait between two passes, and after a failure.</summary>
    /// <value>The default is 1 minute.</value>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets what the store keeps. The oldest traces beyond it are deleted.</summary>
    /// <value>The default is null: everything.</value>
    public TraceStoreLimits? Limits { get; set; }

    /// <summary>Gets the further options of the replication.</summary>
    /// <remarks>Its <see cref="ReplicationOptions.PollInterval"/>, if it is set, replaces that of these options.</remarks>
    public ReplicationOptions Replication { get; } = new();
}
