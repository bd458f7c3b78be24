using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace TraceClient.Tool;

/// <summary>The base class of the tools. None of them changes anything.</summary>
internal abstract class TraceTool : McpServerTool
{
    private readonly IReadOnlyList<ToolParameter> _parameters;

    protected TraceTool(TraceToolContext context, string name, string description, params IReadOnlyList<ToolParameter> parameters)
    {
        Context = context;
        _parameters = parameters;
        ProtocolTool = new ModelContextProtocol.Protocol.Tool
        {
            Name = name,
            Description = description,
            InputSchema = ToolParameter.ToSchema(parameters),
            Annotations = new ToolAnnotations { ReadOnlyHint = true, IdempotentHint = true },
        };
    }

    public override ModelContextProtocol.Protocol.Tool ProtocolTool { get; }

    public override IReadOnlyList<object> Metadata => [];

    /// <summary>Gets the traces and the options of the server.</summary>
    protected TraceToolContext Context { get; }

    public override async ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        try
        {
            var response = await CallAsync(request.Params?.Arguments, cancellationToken);
            return response.ToResult(request.Server.NegotiatedProtocolVersion);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return ToolResponse.OfError(WebError.Of(exception));
        }
    }

    /// <summary>Runs the tool.</summary>
    /// <exception cref="ToolException">An argument is invalid.</exception>
    /// <exception cref="TraceClientException">The traces cannot be read.</exception>
    public Task<ToolResponse> CallAsync(
        IEnumerable<KeyValuePair<string, JsonElement>>? arguments, CancellationToken cancellationToken) =>
        RunAsync(new ToolArguments(_parameters, arguments), cancellationToken);

    protected abstract Task<ToolResponse> RunAsync(ToolArguments arguments, CancellationToken cancellationToken);

    /// <summary>Returns the builder of a text with the length that the call allows.</summary>
    protected static ResponseText TextFor(ToolArguments arguments) => new(arguments.Number(ToolParameter.MaxChars.Name)!.Value);

    /// <summary>Reads the trace that an argument names.</summary>
    protected Task<Trace> ReadAsync(ToolArguments arguments, CancellationToken cancellationToken, string name = "ref") =>
        Context.ReadAsync(arguments.RequiredText(name), cancellationToken);
}
