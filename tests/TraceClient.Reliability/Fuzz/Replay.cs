using System.Collections.Concurrent;
using System.Net;

namespace TraceClient.Reliability.Fuzz;

/// <summary>Represents what the simulator responded to a request.</summary>
internal sealed record RecordedResponse(int Status, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body);

/// <summary>Keeps what the simulator responds, once for each address.</summary>
internal sealed class Recording
{
    private static readonly AsyncLocal<List<string>?> Keys = new();

    private readonly ConcurrentDictionary<string, RecordedResponse> _responses = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RecordedResponse> _byPath = new(StringComparer.Ordinal);

    /// <summary>Runs an operation and gets the requests that it makes.</summary>
    public static async Task<IReadOnlyList<string>> KeysOfAsync(Func<Task> operation)
    {
        var keys = Keys.Value = [];
        await operation();
        Keys.Value = null;
        return [.. keys.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    public static string KeyOf(HttpRequestMessage request) => $"{request.Method} {request.RequestUri!.PathAndQuery}";

    /// <summary>Gets the response to a request, or to one that differs in its query only; null when there was none.</summary>
    public RecordedResponse? Find(HttpRequestMessage request) =>
        _responses.GetValueOrDefault(KeyOf(request)) ?? _byPath.GetValueOrDefault(PathOf(request));

    /// <summary>Creates a handler that sends requests to the simulator.</summary>
    public HttpMessageHandler CreateHandler() => new Recorder(this);

    private static string PathOf(HttpRequestMessage request) => $"{request.Method} {request.RequestUri!.AbsolutePath}";

    private void Add(HttpRequestMessage request, RecordedResponse response)
    {
        _responses[KeyOf(request)] = response;
        _byPath.TryAdd(PathOf(request), response);
        if (Keys.Value is not { } keys)
            return;
        lock (keys)
            keys.Add(KeyOf(request));
    }

    private sealed class Recorder(Recording recording) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            var headers = response.Headers.Concat(response.Content.Headers)
                .SelectMany(header => header.Value.Select(value => (header.Key, value)))
                .Where(header => header.Key is not ("Transfer-Encoding" or "Content-Length"));
            var recorded = new RecordedResponse((int)response.StatusCode, [.. headers], body);
            recording.Add(request, recorded);
            response.Content = Replay.ContentOf(recorded, new FuzzStream(body));
            return response;
        }
    }
}

/// <summary>Responds as recorded, without a socket, and lets the case damage one of the responses.</summary>
/// <param name="recording">The recorded responses.</param>
/// <param name="damagedKey">The request whose response is damaged.</param>
/// <param name="damage">Makes the damaged response; called with the count of the same request before.</param>
internal sealed class Replay(Recording recording, string damagedKey, Func<RecordedResponse, int, CancellationToken,
    Task<HttpResponseMessage?>> damage) : HttpMessageHandler
{
    private static readonly RecordedResponse NotFound = new(404, [("Content-Type", "application/json")],
        [.. """{"message":"not found"}"""u8]);
    private int _count;

    public static HttpResponseMessage ResponseOf(RecordedResponse recorded, FuzzStream body) =>
        AddHeaders(new HttpResponseMessage((HttpStatusCode)recorded.Status) { Content = ContentOf(recorded, body) }, recorded);

    public static FuzzContent ContentOf(RecordedResponse recorded, FuzzStream body)
    {
        var content = new FuzzContent(body);
        foreach (var (name, value) in recorded.Headers)
            content.Headers.TryAddWithoutValidation(name, value);
        return content;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        FuzzCase.Current.CountRequest();
        cancellationToken.ThrowIfCancellationRequested();
        var recorded = recording.Find(request) ?? NotFound;
        var response = Recording.KeyOf(request) == damagedKey
            ? await damage(recorded, Interlocked.Increment(ref _count) - 1, cancellationToken) : null;
        response ??= ResponseOf(recorded, new FuzzStream(recorded.Body));
        response.RequestMessage = request;
        return response;
    }

    private static HttpResponseMessage AddHeaders(HttpResponseMessage response, RecordedResponse recorded)
    {
        foreach (var (name, value) in recorded.Headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }
}

/// <summary>A body that comes in portions, and may end in another way than a body should.</summary>
internal sealed class FuzzStream(byte[] bytes) : MemoryStream(bytes, writable: false)
{
    private long _given;

    /// <summary>Gets the most bytes that one read gives.</summary>
    public int Portion { get; init; } = int.MaxValue;

    /// <summary>Gets what happens behind the last byte; null for the end.</summary>
    public Func<CancellationToken, Task>? AtEnd { get; init; }

    /// <summary>Gets what follows the bytes again and again; empty for nothing.</summary>
    public byte[] Tail { get; init; } = [];

    /// <summary>Gets how many bytes there are with the tail; a reader without a limit of its own gets all of them.</summary>
    public long MaxLength { get; init; } = 4 << 20;

    public override bool CanSeek => false;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        buffer = buffer[..Math.Min(buffer.Length, Portion)];
        var read = Read(buffer.Span);
        if (read == 0 && Tail.Length > 0 && _given < MaxLength)
        {
            for (read = 0; read < buffer.Length; read++)
                buffer.Span[read] = Tail[(_given + read) % Tail.Length];
        }

        _given += read;
        FuzzCase.Current.BytesGiven += read;
        if (read == 0 && buffer.Length > 0 && AtEnd is not null)
            await AtEnd(cancellationToken);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
}

/// <summary>Content over a stream, without a length.</summary>
internal sealed class FuzzContent(Stream body) : HttpContent
{
    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult(body);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => body.CopyToAsync(stream);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            body.Dispose();
        base.Dispose(disposing);
    }
}
