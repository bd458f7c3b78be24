using System.CommandLine.Invocation;

namespace TraceClient.Tool;

/// <summary>The program: parses the command line and runs the command.</summary>
internal static class Tracectl
{
    public static async Task<int> RunAsync(string[] args)
    {
        // An empty variable is an unset one; the library that draws looks only whether it is there.
        if (Environment.GetEnvironmentVariable("NO_COLOR") is "")
            Environment.SetEnvironmentVariable("NO_COLOR", null);
        using var interruption = new Interruption();
        using var streams = new StandardStreams();
        var parsed = new TracectlCommand().Parse(args);
        var format = OutputFormats.Of(parsed, streams);
        if (parsed.Action is ParseErrorAction)
            return ErrorReport.Usage(parsed).Write(streams, format);
        try
        {
            var code = await parsed.InvokeAsync(new ToolInvocation(streams), interruption.Token);
            await streams.FlushAsync();
            return code;
        }
        catch (OutputClosedException)
        {
            return ExitCodes.Ok;
        }
        catch (IOException exception)
        {
            // Of the help, which is no command: its last words are written only here.
            return ErrorReport.Of(exception, parsed).Write(streams, format);
        }
    }
}
