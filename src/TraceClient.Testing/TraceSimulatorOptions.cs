namespace TraceClient.Testing;

/// <summary>Options of a <see cref="TraceSimulator"/>.</summary>
public sealed class TraceSimulatorOptions
{
    /// <summary>Gets or sets the seed of the generated data. The same seed at the same time gives the same bytes.</summary>
    /// <value>The default is 42.</value>
    public int Seed { get; set; } = 42;

    /// <summary>Gets or sets the clock. The generated data ends at its time at the start, and delays wait by it.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Gets or sets the port of the loopback address to listen on.</summary>
    /// <value>The default is 0: any free port.</value>
    public int Port { get; set; }

    /// <summary>Gets or sets the number of requests that <see cref="TraceSimulator.Requests"/> keeps.</summary>
    /// <value>The default is 10,000.</value>
    public int RequestLogCapacity { get; set; } = 10_000;

    /// <summary>Gets or sets the number of bytes that the request log keeps of each body.</summary>
    /// <value>The default is 65,536.</value>
    public int RecordedBodyBytes { get; set; } = 64 * 1024;

    /// <summary>Gets or sets the callback for unused rules of <see cref="TraceSimulator.Faults"/> when the simulator is disposed.</summary>
    /// <remarks>
    /// A rule is unused if it matched no request, or matched some and was applied to none; a rule with a probability may be applied to
    /// none. A test with an unused rule does not test the fault. To fail such a test, set
    /// <c>options.OnUnusedFaults = message =&gt; throw new InvalidOperationException(message)</c>. The default does not throw, since an
    /// exception of a dispose hides the exception of a failed test.
    /// </remarks>
    /// <value>The default writes the message, which lists the rules, to standard error.</value>
    public Action<string> OnUnusedFaults { get; set; } = Console.Error.WriteLine;

    /// <summary>Gets the options of Calyptia Core.</summary>
    public CalyptiaSimulatorOptions Calyptia { get; } = new();

    /// <summary>Gets the options of the Kubiya control plane.</summary>
    public KubiyaSimulatorOptions Kubiya { get; } = new();

    /// <summary>Gets the options of Galtea.</summary>
    public GalteaSimulatorOptions Galtea { get; } = new();
}
