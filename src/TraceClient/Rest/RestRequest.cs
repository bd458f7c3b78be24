using System.Net.Http.Headers;

namespace TraceClient.Rest;

/// <summary>One call of a REST method, ready to be sent: as often as it takes, since all of it is kept.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Address">The absolute address with its query, escaped.</param>
/// <param name="Operation">The name of the method that was called, without <c>Async</c>.</param>
internal readonly record struct RestRequest(HttpMethod Method, string Address, string Operation)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");

    /// <summary>Static headers; null when there are none.</summary>
    public KeyValuePair<string, string>[]? Headers { get; init; }

    /// <summary>The JSON body; null when there is none.</summary>
    public byte[]? Body { get; init; }

    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(Method, new Uri(Address, UriKind.Absolute));
        message.Options.Set(RestRequestOptions.Operation, Operation);
        foreach (var (name, value) in Headers ?? [])
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Body) { Headers = { ContentType = Json } };
        }

        return message;
    }

    public override string ToString() => $"{Method} {Operation}";
}
