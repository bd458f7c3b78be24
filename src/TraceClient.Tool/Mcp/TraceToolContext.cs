namespace TraceClient.Tool;

/// <summary>Provides the tools with traces, which it keeps for a short time, and with the options of the server.</summary>
/// <param name="client">The client; null if the sources could not be opened.</param>
/// <param name="clock">The clock.</param>
internal sealed class TraceToolContext(ITraceClient? client, TimeProvider clock)
{
    /// <summary>The sentence about bodies that are not shown.</summary>
    public const string ContentNotice = "Bodies are not shown, since tracectl mcp runs without --content.";

    // A model calls several tools for one trace, one after the other.
    private const int MaxCachedTraces = 4;
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxAgeOfRunning = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly LinkedList<(Trace Trace, DateTimeOffset ReadAt)> _traces = [];

    /// <summary>Gets the client.</summary>
    /// <exception cref="ReportedException">The sources could not be opened.</exception>
    public ITraceClient Client => client ?? throw new ReportedException(OpenError!);

    /// <summary>Gets the error of opening the sources; null if there is a client.</summary>
    public ErrorReport? OpenError { get; init; }

    /// <summary>Gets a value that indicates whether bodies are shown.</summary>
    public bool HasContent { get; init; }

    /// <summary>Gets a value that indicates whether lists include the traces that the reading of traces creates in Kubiya.</summary>
    public bool IncludesRequestTraces { get; init; }

    /// <summary>Gets the function that checks the sources; null for files.</summary>
    public Func<CancellationToken, Task<IReadOnlyList<SourceCheckResult>>>? CheckAsync { get; init; }

    /// <summary>Gets the current time in UTC.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Gets the names of the sources.</summary>
    public IReadOnlyList<string> SourceNames => [.. Client.Sources.Select(source => source.Name)];

    /// <summary>Reads a trace.</summary>
    /// <exception cref="UsageException">The text is not a reference.</exception>
    /// <exception cref="TraceNotFoundException">There is no such trace.</exception>
    public async Task<Trace> ReadAsync(string text, CancellationToken cancellationToken)
    {
        if (!TraceReference.TryParse(text, out var reference))
            throw new UsageException(
                $"'{ToolText.Of(text, 80)}' is not a reference of a trace.", "SOURCE:ID, as search_traces returns it");
        if (!SourceNames.Contains(reference.Source, StringComparer.Ordinal))
        {
            throw new UsageException(
                $"There is no source '{ToolText.Of(reference.Source, 40)}'.",
                $"{string.Join(", ", SourceNames)}: search_traces lists them");
        }

        if (FindCached(reference) is { } cached)
            return cached;
        var trace = await Client.GetTraceAsync(reference, cancellationToken);
        lock (_lock)
        {
            _traces.AddFirst((trace, Now));
            if (_traces.Count > MaxCachedTraces)
                _traces.RemoveLast();
        }

        return trace;
    }

    private Trace? FindCached(TraceReference reference)
    {
        lock (_lock)
        {
            for (var node = _traces.First; node is not null;)
            {
                var next = node.Next;
                var age = Now - node.Value.ReadAt;
                if (age > (node.Value.Trace.Status == TraceStatus.Running ? MaxAgeOfRunning : MaxAge))
                    _traces.Remove(node);
                else if (node.Value.Trace.Reference == reference)
                    return node.Value.Trace;
                node = next;
            }
        }

        return null;
    }
}
