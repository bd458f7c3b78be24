using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>How a command line is carried out: with the program's own streams, and its own way to tell of errors.</summary>
internal sealed class ToolInvocation : InvocationConfiguration
{
    public ToolInvocation(StandardStreams streams)
    {
        Streams = streams;
        EnableDefaultExceptionHandler = false;
        // What a command may still do after Ctrl-C: save a checkpoint, close a file.
        ProcessTerminationTimeout = TimeSpan.FromSeconds(10);
        Output = streams.Out;
        Error = streams.Error;
    }

    public StandardStreams Streams { get; }
}
