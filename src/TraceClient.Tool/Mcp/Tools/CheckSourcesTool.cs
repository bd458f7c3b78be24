namespace TraceClient.Tool;

/// <summary>The tool <c>check_sources</c>.</summary>
internal sealed class CheckSourcesTool(TraceToolContext context) : TraceTool(
    context,
    "check_sources",
    "Checks the configuration, connection and token of each source, and says what to set.")
{
    protected override async Task<ToolResponse> RunAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        var text = new ResponseText(ResponseBudget.Default);
        if (Context.CheckAsync is not { } check)
        {
            return Context.OpenError is { } error
                ? text.Line(ToolText.Of(error.Message, 1000))
                : text.Line($"The server reads files, which need no token. Sources in them: {string.Join(", ", Context.SourceNames)}.");
        }

        var results = await check(cancellationToken);
        foreach (var result in results)
            text.Line(LineOf(result));
        if (results.All(result => result.Stage == SourceCheckStage.NotConfigured))
        {
            text.Line("No source is configured. The user sets a token as an environment variable of the MCP server, or starts "
                + "tracectl mcp --demo to try it with simulated traces.");
        }
        else if (results.Any(result => result.Stage == SourceCheckStage.Healthy))
        {
            text.Line("Next: search_traces.");
        }

        var data = SearchJson.ToElement(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("sources");
            foreach (var result in results)
                DoctorOutput.WriteJson(writer, result);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
        return ToolResponse.Within(ResponseBudget.Default, text, data);
    }

    private static string LineOf(SourceCheckResult result)
    {
        var source = result.Settings;
        var stage = result.Stage switch
        {
            SourceCheckStage.NotConfigured when source.IsDisabled => "disabled",
            SourceCheckStage.NotConfigured => $"not configured. To use it: {ConfigurationHints.ToConfigure(source.Source)}",
            SourceCheckStage.Misconfigured => "the configuration is invalid",
            SourceCheckStage.Unreachable => "cannot be reached",
            SourceCheckStage.Reachable => "reached, but the token is not confirmed",
            SourceCheckStage.Authenticated => "the token is accepted, but the response is invalid",
            _ => $"works ({ValueText.Of(result.Latency)})",
        };
        return $"{source.Name}: {stage}"
            + (result.Error is { } error
                ? $" - {ToolText.Of(error.Message, 500)}{(error.Hint is null ? "" : $" To set: {TerminalText.OneLine(error.Hint)}")}"
                : "");
    }
}
