using System.Text;
using ModelContextProtocol;
using TraceClient.Tool;

namespace TraceClient.Reliability.Fuzz;

/// <summary>What a model sends to the MCP server: arguments of tools and prompts, and addresses of resources.</summary>
internal sealed class McpTargets : IDisposable
{
    private static readonly string[] OddValues =
    [
        "null", "true", "false", "{}", "[]", "[[]]", "[{}]", "\"\"", "\" \"", "0", "-1", "2.5", "1e400", "99999999999999999999", "\"NaN\"",
        "\"\\ud800\"", "[\"\\udc00\"]", "\"[\\\"\\\\ud800\\\"]\"", "\"[1,[2]]\"", "\"\\u0000\"", "\"\\u202e\\u001b[31m\"", "\"[\"",
        $"\"{ErrorRule.EMail}\"", "\"2h\"", "\"2026-11-24\"", "\"99999999999999999999w\"", "\"1e9s\"", "\"1000\"", "\"1.5.7\"",
        "\"9223372036854775807.2147483647\"", "2147483647", "\"kubiya:\"", "\"galtea: x \"", $"\"{new string('x', 5000)}\"",
    ];

    private static readonly string[] Addresses =
        ["trace://", "trace:///", "trace://kubiya", "trace://kubiya/%", "trace://x/y", "", "http://x"];

    // Without one of them, a call ends at once.
    private static readonly string[] Needed = ["ref", "base", "other", "text", "span_ids", "kind"];

    private readonly IReadOnlyList<Trace> _traces;
    private readonly StandaloneTraceClient _client;
    private readonly Dictionary<bool, IReadOnlyList<TraceTool>> _tools;
    private readonly TraceResources _resources;

    public McpTargets(IReadOnlyList<Trace> traces)
    {
        _traces = traces;
        _client = TraceClients.Create(static _ => { }, builder =>
        {
            foreach (var trace in traces)
                builder.AddSource(_ => new OneTraceSource(trace));
        });
        _tools = new[] { false, true }.ToDictionary(
            content => content, IReadOnlyList<TraceTool> (content) => [.. TraceMcpServer.Tools(ContextOf(content))]);
        _resources = new TraceResources(ContextOf(hasContent: false));
    }

    public IEnumerable<FuzzTarget> All() =>
    [
        new("mcp.arguments", CallAsync, static exception => exception is ToolException),
        new("mcp.resource", ReadAsync, static exception => exception is McpException),
        new("mcp.prompt", Prompt, static exception => exception is McpException),
    ];

    public void Dispose() => _ = _client.DisposeAsync().AsTask();

    private TraceToolContext ContextOf(bool hasContent) => new(_client, TimeProvider.System) { HasContent = hasContent };

    private async Task CallAsync(FuzzCase fuzz)
    {
        var random = fuzz.Random;
        var tools = _tools[random.Next(2) == 0];
        var tool = tools[random.Next(tools.Count)];
        var trace = _traces[random.Next(_traces.Count)];
        var arguments = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var parameter in tool.ProtocolTool.InputSchema.GetProperty("properties").EnumerateObject())
        {
            if (random.Next(3) == 0 || (Needed.Contains(parameter.Name, StringComparer.Ordinal) && random.Next(12) > 0))
                arguments[parameter.Name] = Parse(ValueOf(random, parameter, trace));
        }

        if (random.Next(30) == 0)
            arguments[$"{ErrorRule.EMail}\n{random.Next()}"] = Parse("1");
        fuzz.Note($"{tool.ProtocolTool.Name} {string.Join(", ", arguments.Select(one => $"{one.Key}: {one.Value.GetRawText()}"))}");
        var response = await tool.CallAsync(arguments, fuzz.Cancellation);
        ToolUse.Check(response, MaxOf(arguments));
    }

    private async Task ReadAsync(FuzzCase fuzz)
    {
        var trace = _traces[fuzz.Random.Next(_traces.Count)];
        var address = fuzz.Random.Next(2) == 0 ? Addresses[fuzz.Random.Next(Addresses.Length)]
            : $"trace://{trace.Source}/{Uri.EscapeDataString(trace.Id)}";
        if (fuzz.Random.Next(2) == 0)
            address = Encoding.UTF8.GetString(ByteMutator.Mutate(fuzz.Random, Encoding.UTF8.GetBytes(address)));
        fuzz.Note(address);
        _ = (await _resources.ReadAsync(address, fuzz.Cancellation)).Contents.Count + (await _resources.ListAsync(fuzz.Cancellation)).Count;
    }

    private static Task Prompt(FuzzCase fuzz)
    {
        var prompt = TracePrompt.All[fuzz.Random.Next(TracePrompt.All.Count)].Definition;
        var arguments = prompt.Arguments!.Select(argument => argument.Name).Append("x").ToDictionary(
            name => name, _ => Parse(OddValues[fuzz.Random.Next(OddValues.Length)]), StringComparer.Ordinal);
        fuzz.Note(string.Join(", ", arguments.Select(one => $"{one.Key}: {one.Value.GetRawText()}")));
        _ = TracePrompt.Get(fuzz.Random.Next(20) == 0 ? ErrorRule.EMail : prompt.Name, arguments).Messages.Count;
        return Task.CompletedTask;
    }

    // Mostly a valid value, so that a call does not end at its first argument.
    private static string ValueOf(Random random, JsonProperty parameter, Trace trace)
    {
        if (random.Next(8) == 0)
            return OddValues[random.Next(OddValues.Length)];
        var span = JsonSerializer.Serialize(trace.Spans[random.Next(trace.Spans.Count)].Id);
        return parameter.Name switch
        {
            "ref" or "base" or "other" => JsonSerializer.Serialize(trace.Reference.ToString()),
            "span_ids" => $"[{span}]",
            "under" or "span_id" => span,
            "source" => JsonSerializer.Serialize(trace.Source),
            "max_chars" => random.Next(ResponseBudget.Min, ResponseBudget.Max + 1).ToString(CultureInfo.InvariantCulture),
            "cursor" => $"\"{random.Next(50)}\"",
            "since" or "min_duration" => "\"7d\"",
            "from" or "to" => "\"2026-01-01\"",
            _ when EnumOf(parameter.Value) is { Count: > 0 } values => JsonSerializer.Serialize(values[random.Next(values.Count)]),
            _ => parameter.Value.GetProperty("type").GetString() switch
            {
                "integer" => random.Next(1, 100).ToString(CultureInfo.InvariantCulture),
                "boolean" => random.Next(2) == 0 ? "true" : "\"false\"",
                _ => "\"e\"",
            },
        };
    }

    private static List<string?> EnumOf(JsonElement schema) =>
        (schema.TryGetProperty("items", out var items) ? items : schema).TryGetProperty("enum", out var values)
            ? [.. values.EnumerateArray().Select(value => value.GetString())]
            : [];

    private static int MaxOf(Dictionary<string, JsonElement> arguments) =>
        !arguments.TryGetValue("max_chars", out var value) || value.ValueKind == JsonValueKind.Null ? ResponseBudget.Default
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var max) ? max
        : ResponseBudget.Max;

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
