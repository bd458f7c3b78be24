namespace TraceClient.Testing;

/// <summary>How a <see cref="TraceSimulator"/> starts.</summary>
public sealed class TraceSimulatorOptions
{
    /// <summary>What all data is derived from: the same seed at the same time gives the same bytes.</summary>
    /// <value>The default is 42.</value>
    public int Seed { get; set; } = 42;

    /// <summary>The clock: the data ends where it stands at the start, and delays wait by it.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>The port of the loopback address to listen on.</summary>
    /// <value>The default is 0: any that is free.</value>
    public int Port { get; set; }

    /// <summary>How many requests <see cref="TraceSimulator.Requests"/> keeps.</summary>
    /// <value>The default is 10,000.</value>
    public int RequestLogCapacity { get; set; } = 10_000;

    /// <summary>How many bytes of each request's body are kept.</summary>
    /// <value>The default is 65,536.</value>
    public int RecordedBodyBytes { get; set; } = 64 * 1024;

    /// <summary>Gets or sets what is called when the simulator is disposed of and
    /// rules of <see cref="TraceSimulator.Faults"/> have done nothing.</summary>
    /// <remarks>
    /// A rule is unused if it matched no request, or matched some and acted on none; one with a
    /// probability may act on none. Such a test passes without what it is about. To let it fail:
    /// <c>options.OnUnusedFaults = message =&gt; throw new InvalidOperationException(message)</c>. By
    /// default nothing is thrown, since an exception of a dispose hides the one that a test fails with.
    /// </remarks>
    /// <value>The default writes the message, which names the rules, to standard error.</value>
    public Action<string> OnUnusedFaults { get; set; } = Console.Error.WriteLine;

    /// <summary>The size and the habits of Calyptia Core.</summary>
    public CalyptiaSimulatorOptions Calyptia { get; } = new();

    /// <summary>The size and the habits of the Kubiya control plane.</summary>
    public KubiyaSimulatorOptions Kubiya { get; } = new();

    /// <summary>The size and the habits of Galtea.</summary>
    public GalteaSimulatorOptions Galtea { get; } = new();
}
