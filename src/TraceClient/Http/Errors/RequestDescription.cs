namespace TraceClient.Http;

/// <summary>What was requested, in a form that may stand in an error: without query, user info and token.</summary>
internal sealed class RequestDescription(string sourceName, HttpRequestMessage request)
{
    private const int LongestRequestId = 128;

    private static readonly string[] RequestIds = ["X-Request-ID", "X-Trace-ID"];
    private static readonly HttpRequestOptionsKey<string> MethodName = new(Refit.HttpRequestMessageOptions.MethodName);

    public RequestState State { get; } = RequestState.Of(request);

    public string SourceName => sourceName;

    public string Operation { get => field ??= OperationOf(request) ?? $"{Method.Method} {Uri?.AbsolutePath ?? "/"}"; init; }

    public HttpMethod Method { get; } = request.Method;

    /// <summary>The address as it was requested, for the search for leaks only.</summary>
    public Uri? RawUri { get; } = request.RequestUri;

    /// <summary>The address without query and user info. It is made when an error needs it, since most requests succeed.</summary>
    public Uri? Uri => field ??= Redaction.Address(RawUri, State.Tokens);

    /// <summary>Host and port.</summary>
    public string Authority => Uri?.Authority ?? "the service";

    /// <summary>The key of the source's options, for advice.</summary>
    public string OptionsKey => KeyOf(SourceName);

    /// <summary>The key of a source's options, such as <c>TraceClients:Kubiya</c>.</summary>
    public static string KeyOf(string sourceName) =>
        "TraceClients:" + (sourceName.Length == 0 ? sourceName : char.ToUpperInvariant(sourceName[0]) + sourceName[1..]);

    /// <summary>Gets the name of the REST method that was called, without <c>Async</c>; null for a request of another origin.</summary>
    public static string? OperationOf(HttpRequestMessage request) =>
        request.Options.TryGetValue(MethodName, out var name) ? name[..^(name.EndsWith("Async", StringComparison.Ordinal) ? 5 : 0)] : null;

    /// <summary>A text for people: source, operation and address.</summary>
    public override string ToString() => $"{SourceName}: {Operation} ({Method.Method} {Uri})";

    /// <summary>What an exception says of this request, and of the id that the service gave it with its response.</summary>
    public ErrorContext ErrorContext(HttpResponseMessage? response = null) => new()
    {
        SourceName = SourceName,
        Operation = Operation,
        RequestUri = Uri,
        RequestId = RequestIds
            .Select(name =>
                response?.Headers.NonValidated.TryGetValues(name, out var id) == true ? Redact(id.ToString(), LongestRequestId) : "")
            .FirstOrDefault(id => id.Length > 0),
    };

    /// <summary>A text without the secrets of this request.</summary>
    public string Redact(string text) => Redaction.Text(text, State.Tokens);

    /// <summary>A text in one line without the secrets of this request, cut to a length.</summary>
    public string Redact(string text, int length) => Excerpt.Of(Redact(text), length);

    /// <summary>An exception without the secrets of this request.</summary>
    public Exception Redact(Exception exception) => Redaction.Exception(exception, RawUri, State.Tokens);
}
