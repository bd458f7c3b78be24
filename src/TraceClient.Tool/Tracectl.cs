using System.CommandLine.Invocation;

namespace TraceClient.Tool;

/// <summary>The program: parses the command line and runs the command.</summary>
internal static class Tracectl
{
    public static async Task<int> RunAsync(string[] args)
    {
        using var streams = new StandardStreams();
        var parsed = new TracectlCommand().Parse(args);
        if (parsed.Action is ParseErrorAction)
            return ErrorReport.Usage(parsed).Write(streams, OutputFormats.Of(parsed, streams));
        try
        {
            var code = await parsed.InvokeAsync(new ToolInvocation(streams));
            await streams.FlushAsync();
            return code;
        }
        catch (OutputClosedException)
        {
            return ExitCodes.Ok;
        }
    }
}
