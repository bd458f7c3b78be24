using TraceClient.Testing;

namespace TraceClient.Tests.Contract;

/// <summary>What the contract's tests must know of a source.</summary>
internal abstract class ContractSubject
{
    public abstract SimulatedService Service { get; }

    public abstract string Name { get; }

    /// <summary>The path of the pages that a list is walked by.</summary>
    public abstract string ListPath { get; }

    /// <summary>An id of the right form that no trace has.</summary>
    public abstract string UnknownId { get; }

    public abstract TraceSourceOptions OptionsOf(TraceClientsOptions options);

    /// <summary>Makes lists come in pages of a few traces.</summary>
    public abstract void SetPageSize(TraceClientsOptions options, int size);

    /// <summary>Gives the service about so many traces.</summary>
    public abstract void Size(TraceSimulatorOptions options, int traces);

    public abstract SimulatedServiceOptions OptionsOf(TraceSimulatorOptions options);

    /// <summary>Adds a trace that is one chain of so many spans.</summary>
    /// <returns>Its id.</returns>
    public abstract string AddChain(TraceSimulator simulator, int depth);

    /// <summary>Asserts that a list has everything that the service holds, each once.</summary>
    public abstract void AssertComplete(TraceSimulator simulator, IReadOnlyList<TraceSummary> list);
}
