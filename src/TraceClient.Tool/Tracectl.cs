namespace TraceClient.Tool;

/// <summary>Parses the command line and runs the command.</summary>
internal static class Tracectl
{
    public static async Task<int> RunAsync(string[] args)
    {
        // An empty NO_COLOR counts as unset, but Spectre.Console only checks for its existence.
        if (Environment.GetEnvironmentVariable("NO_COLOR") is "")
            Environment.SetEnvironmentVariable("NO_COLOR", null);
        using var interruption = new InterruptHandler();
        using var streams = new StandardStreams();
        var parsed = TracectlCommand.Parse(new TracectlCommand(args), args);
        var format = OutputFormats.OfErrors(parsed);
        if (ErrorReport.Usage(parsed, args) is { } invalid)
            return invalid.Write(streams, format);
        if (parsed.GetValue(GlobalOptions.Utc))
            ValueText.Zone = TimeZoneInfo.Utc;
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
            // The help is not a command and handles no errors.
            return ErrorReport.Of(exception, parsed).Write(streams, format);
        }
    }
}
