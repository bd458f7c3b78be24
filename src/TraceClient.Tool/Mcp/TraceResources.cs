using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace TraceClient.Tool;

/// <summary>Provides traces as resources: <c>trace://SOURCE/ID</c>, with the id encoded as in an address.</summary>
internal sealed class TraceResources(TraceToolContext context)
{
    private const string Scheme = "trace://";
    private const string MediaType = "text/plain";
    private const int ListedCount = 20;
    private const int MaxChars = ResponseBudget.Max;

    /// <summary>Gets the template of the addresses.</summary>
    public static ResourceTemplate Template { get; } = new()
    {
        Name = "trace",
        UriTemplate = Scheme + "{source}/{id}",
        Description = "A trace as a tree of spans.",
        MimeType = MediaType,
    };

    /// <summary>Lists the newest traces. Sources that fail are left out.</summary>
    public async Task<IList<Resource>> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            var list = ToolFilters.Of(new ToolArguments(ToolFilters.Parameters, null), context).List(context);
            return [.. await list.ReadAsync(cancellationToken).Take(ListedCount).Select(trace => new Resource
            {
                Name = ToolText.Of(trace.Name, 80),
                Uri = UriOf(trace.Reference),
                Description = SpanText.Join(
                    trace.Reference.Source, ValueText.Of(trace.Status), (trace.StartTime ?? trace.RecordedAt)?.ToString()),
                MimeType = MediaType,
            }).ToListAsync(cancellationToken)];
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new McpException(ToolError.TextOf(WebError.Of(exception)), exception);
        }
    }

    /// <summary>Reads a trace.</summary>
    public async Task<ReadResourceResult> ReadAsync(string uri, CancellationToken cancellationToken)
    {
        try
        {
            var trace = await context.ReadAsync(ReferenceOf(uri), cancellationToken);
            return new ReadResourceResult
            {
                Contents =
                [
                    new TextResourceContents { Uri = uri, MimeType = MediaType, Text = GetTraceTool.TextOf(trace, MaxChars) },
                ],
            };
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            var error = WebError.Of(exception);
            throw new McpProtocolException(
                ToolError.TextOf(error),
                exception,
                error.Code switch
                {
                    "not-found" => McpErrorCode.ResourceNotFound,
                    "usage" => McpErrorCode.InvalidParams,
                    _ => McpErrorCode.InternalError,
                });
        }
    }

    private static string UriOf(TraceReference reference) => $"{Scheme}{reference.Source}/{Uri.EscapeDataString(reference.Id)}";

    private static string ReferenceOf(string uri) =>
        uri.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && uri.IndexOf('/', Scheme.Length) is > 0 and var slash
            ? $"{uri[Scheme.Length..slash]}:{Uri.UnescapeDataString(uri[(slash + 1)..])}"
            : throw new UsageException($"'{ToolText.Of(uri, 80)}' is not the address of a trace.", Template.UriTemplate);
}
