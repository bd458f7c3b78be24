using System.Net;
using System.Text;

namespace TraceClient.Tests.Http;

/// <summary>Answers by a queue of steps, the last of which is repeated, and remembers what was sent.</summary>
internal sealed class StubHandler(params Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>[] steps)
    : HttpMessageHandler
{
    private readonly Lock _gate = new();

    public List<SentRequest> Sent { get; } = [];

    public List<TrackedContent> Bodies { get; } = [];

    public static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Answer(
        HttpStatusCode status, string body = "{}", string? type = "application/json", Action<HttpResponseMessage>? with = null) => (_, _) =>
    {
        var response = new HttpResponseMessage(status) { Content = new TrackedContent(Encoding.UTF8.GetBytes(body), type) };
        with?.Invoke(response);
        return Task.FromResult(response);
    };

    public static Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Throw(Exception fault) => (_, _) =>
        Task.FromException<HttpResponseMessage>(fault);

    /// <summary>Never answers; ends with the token.</summary>
    public static async Task<HttpResponseMessage> Hang(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var never = new TaskCompletionSource<HttpResponseMessage>();
        await using (cancellationToken.Register(() => never.TrySetCanceled(cancellationToken)))
            return await never.Task;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> step;
        lock (_gate)
        {
            step = steps[Math.Min(Sent.Count, steps.Length - 1)];
            Sent.Add(SentRequest.Of(request));
        }

        var response = await step(request, cancellationToken);
        response.RequestMessage = request;
        if (response.Content is TrackedContent body)
            Bodies.Add(body);
        return response;
    }
}
