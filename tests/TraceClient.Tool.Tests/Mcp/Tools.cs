using System.Text.Encodings.Web;
using System.Text.Json;
using TraceClient.Testing;
using TraceClient.Tool.Tests.Web;

namespace TraceClient.Tool.Tests.Mcp;

/// <summary>The tools over the traces of a client, which they call without a transport.</summary>
internal sealed class Tools : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly StandaloneTraceClient _client;
    private readonly Dictionary<string, TraceTool> _tools;

    private Tools(StandaloneTraceClient client, bool hasContent, IReadOnlyList<SourceCheckResult>? checks = null)
    {
        _client = client;
        Context = new TraceToolContext(client, Clock)
        {
            HasContent = hasContent,
            CheckAsync = checks is null ? null : _ => Task.FromResult(checks),
        };
        _tools = TraceMcpServer.Tools(Context).ToDictionary(tool => tool.ProtocolTool.Name, StringComparer.Ordinal);
    }

    public FakeTimeProvider Clock { get; } = new(SimulatorFixture.Time);

    public TraceToolContext Context { get; }

    public IReadOnlyCollection<string> Names => _tools.Keys;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Creates the tools over traces, each in the source of its reference.</summary>
    public static Tools Of(bool hasContent, params IEnumerable<Trace> traces) => Of(hasContent, SourcesOf(traces));

    /// <inheritdoc cref="Of(bool, IEnumerable{Trace})"/>
    public static Tools Of(params IEnumerable<Trace> traces) => Of(hasContent: false, traces);

    /// <summary>Creates the tools over sources.</summary>
    public static Tools Of(bool hasContent, params IReadOnlyList<ITraceSource> sources) => new(
        TraceClients.Create(
            _ => { },
            builder =>
            {
                foreach (var source in sources)
                    builder.AddSource(_ => source);
            }),
        hasContent);

    /// <summary>Creates the tools over a simulator.</summary>
    public static Tools Of(TraceSimulator simulator, bool hasContent = false, IReadOnlyList<SourceCheckResult>? checks = null) =>
        new(TraceClients.Create(simulator.Configure), hasContent, checks);

    /// <summary>Creates a source for each source of traces.</summary>
    public static IReadOnlyList<ServedSource> SourcesOf(params IEnumerable<Trace> traces)
    {
        var sources = new Dictionary<string, ServedSource>(StringComparer.Ordinal);
        foreach (var trace in traces)
        {
            if (!sources.TryGetValue(trace.Source, out var source))
                sources.Add(trace.Source, source = new ServedSource(trace.Source));
            source.Put(trace, summary => summary with { Model = trace.Spans.Select(span => span.GenAI?.Model).FirstOrDefault() });
        }

        return [.. sources.Values];
    }

    /// <summary>Calls a tool.</summary>
    /// <param name="tool">The name.</param>
    /// <param name="arguments">The arguments as a JSON object.</param>
    public Task<ToolResponse> RespondAsync(string tool, string arguments = "{}")
    {
        using var document = JsonDocument.Parse(arguments);
        var values = document.RootElement.EnumerateObject().ToDictionary(
            property => property.Name, property => property.Value.Clone(), StringComparer.Ordinal);
        return _tools[tool].CallAsync(values, Token);
    }

    /// <summary>Calls a tool and returns the text of the response.</summary>
    public async Task<string> CallAsync(string tool, string arguments = "{}") => (await RespondAsync(tool, arguments)).Text;

    /// <summary>Calls a tool that fails, and returns the text of the error as the client gets it.</summary>
    public async Task<string> FailAsync(string tool, string arguments)
    {
        var exception = await Xunit.Record.ExceptionAsync(() => RespondAsync(tool, arguments));
        Assert.True(
            exception is ToolException or ReportedException or TraceClientException,
            $"{tool} with {arguments} ends in {exception?.GetType().Name ?? "a response"}.");
        return ToolError.TextOf(WebError.Of(exception!));
    }

    /// <summary>Calls a tool and returns the call, the text and the structured content, for a golden file.</summary>
    public async Task<string> TranscriptAsync(string tool, string arguments = "{}")
    {
        string text;
        try
        {
            var response = await RespondAsync(tool, arguments);
            text = response.Structured is { } data
                ? $"{response.Text}\n--- structured content\n{JsonSerializer.Serialize(data, Indented)}"
                : response.Text;
        }
        catch (Exception exception) when (exception is ToolException or TraceClientException)
        {
            text = $"--- error\n{ToolError.TextOf(WebError.Of(exception))}";
        }

        return $"### {tool} {arguments}\n{text}\n\n";
    }

    /// <summary>Calls a tool several times for a golden file.</summary>
    public async Task<string> TranscriptAsync(string tool, params IReadOnlyList<string> calls)
    {
        var text = "";
        foreach (var arguments in calls)
            text += await TranscriptAsync(tool, arguments);
        return text;
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
