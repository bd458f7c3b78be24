using TraceClient.Testing;
using TraceClient.Tests.Contract;

namespace TraceClient.Tests.Leaks;

/// <summary>What the search for leaks must know of a source beyond its contract.</summary>
internal abstract class LeakSubject
{
    public abstract ContractSubject Contract { get; }

    /// <summary>A token as the vendor gives out, with what is hard to find in a text.</summary>
    public abstract string Token { get; }

    /// <summary>Adds a trace with what must not leak in all of its payloads.</summary>
    /// <returns>The trace's id.</returns>
    public abstract string AddTrace(TraceSimulator simulator);

    /// <summary>Calls of the raw API, each on its own.</summary>
    public abstract IEnumerable<Func<CancellationToken, Task<object?>>> Calls(
        StandaloneTraceClient client, TraceSimulator simulator, string traceId);
}
