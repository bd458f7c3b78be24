using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>How a command line is carried out: with the program's own streams, and its own way to tell of errors.</summary>
internal sealed class ToolInvocation : InvocationConfiguration
{
    public ToolInvocation(StandardStreams streams)
    {
        Streams = streams;
        EnableDefaultExceptionHandler = false;
        // Ctrl-C is for Interruption.
        ProcessTerminationTimeout = null;
        Output = streams.Out;
        Error = streams.Error;
    }

    public StandardStreams Streams { get; }
}
