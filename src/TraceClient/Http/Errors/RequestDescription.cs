namespace TraceClient.Http;

/// <summary>What was asked, in a form that may stand in an error: without query, user info and token.</summary>
internal sealed class RequestDescription
{
    private static readonly HttpRequestOptionsKey<string> MethodName = new(Refit.HttpRequestMessageOptions.MethodName);

    private readonly HttpRequestMessage _request;

    public RequestDescription(string sourceName, HttpRequestMessage request)
    {
        State = RequestState.Of(request);
        SourceName = sourceName;
        RawUri = request.RequestUri;
        Method = request.Method;
        _request = request;
    }

    public RequestState State { get; }

    public string SourceName { get; }

    public string Operation => field ??= OperationOf(_request) ?? $"{_request.Method.Method} {Path}";

    public HttpMethod Method { get; }

    /// <summary>The address as it was asked, for the search for leaks only.</summary>
    public Uri? RawUri { get; }

    /// <summary>The address without query and user info. It is made when an error needs it, since most requests succeed.</summary>
    public Uri? Uri => field ??= Redaction.Address(RawUri, State.Tokens);

    public string Path => Uri?.AbsolutePath ?? "/";

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
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{SourceName}: {Operation} ({Method.Method} {Uri})");

    /// <summary>What an exception says of this request.</summary>
    public ErrorContext ErrorContext() => new() { SourceName = SourceName, Operation = Operation, RequestUri = Uri };

    /// <summary>A text without the secrets of this request.</summary>
    public string Redact(string text) => Redaction.Text(text, State.Tokens);

    /// <summary>An exception without the secrets of this request.</summary>
    public Exception Redact(Exception exception) => Redaction.Exception(exception, RawUri, State.Tokens);
}
