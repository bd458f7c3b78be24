namespace TraceClient.Tool;

/// <summary>Options of a <see cref="WebServer"/>.</summary>
internal sealed record WebServerOptions
{
    /// <summary>Gets the port of 127.0.0.1 to listen on; 0 for any free port.</summary>
    public int Port { get; init; }

    /// <summary>Gets a value that indicates whether lists always include the traces that the reading of traces creates in Kubiya.</summary>
    public bool IncludesRequestTraces { get; init; }

    /// <summary>Gets the maximum number of traces of each source that are read at the start; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>Gets a value that indicates whether the sources can change and are polled.</summary>
    public bool IsPolling { get; init; } = true;

    /// <summary>Gets the traces for the tools of an MCP server; null for none.</summary>
    public TraceToolContext? Tools { get; init; }

    /// <summary>Gets the token of MCP clients; null for a new one.</summary>
    public string? McpToken { get; init; }

    /// <summary>Gets the clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
