using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TraceClient.Otlp.Tests.Exporting;

/// <summary>A collector on a real socket: sends the responses of its script,
/// one a connection, then those that a function chooses, success by default.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<Answer> _script;
    private readonly ConcurrentQueue<Received> _requests = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Task _accepting;

    public Collector(params Answer[] script)
    {
        _script = new(script);
        _listener.Start();
        Endpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1/traces");
        _accepting = AcceptAsync();
    }

    public Uri Endpoint { get; }

    /// <summary>Runs when a request has come as a whole, with how many have by then; the answer waits for it.</summary>
    public Func<int, Task> OnRequest { get; set; } = _ => Task.CompletedTask;

    /// <summary>What to answer when the script is at its end.</summary>
    public Func<Received, Answer> Judge { get; set; } = _ => Answer.Ok;

    /// <summary>The requests that came as a whole.</summary>
    public IReadOnlyList<Received> Requests => [.. _requests];

    /// <summary>How many requests began.</summary>
    public int Attempts { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var connection = client;
        try
        {
            var stream = client.GetStream();
            if (await ReadHeadAsync(stream) is not [var line, .. var fields])
                return;
            var headers = fields.Select(field => field.Split(": ", 2))
                .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
            var body = new byte[int.Parse(headers["Content-Length"], CultureInfo.InvariantCulture)];
            Attempts++;
            var answer = _script.TryDequeue(out var next) ? next : null;
            if (answer is { ReadsHalf: true })
            {
                await stream.ReadExactlyAsync(body.AsMemory(0, body.Length / 2), _stop.Token);
                client.Client.LingerState = new LingerOption(enable: true, seconds: 0);
                return;
            }

            await stream.ReadExactlyAsync(body, _stop.Token);
            var request = new Received(line, headers, body);
            _requests.Enqueue(request);
            await OnRequest(_requests.Count);
            answer ??= Judge(request);
            if (answer.IsSilent)
                _ = await stream.ReadAsync(new byte[1], _stop.Token);
            else
                await WriteAsync(stream, answer);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            // The caller went away, or the test is over.
        }
    }

    private async Task WriteAsync(NetworkStream stream, Answer answer)
    {
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture,
            $"HTTP/1.1 {answer.Status} Status\r\nConnection: close\r\nContent-Length: {answer.Body.Length + answer.Missing}\r\n");
        foreach (var (name, value) in answer.Headers)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), _stop.Token);
        await stream.WriteAsync(answer.Body, _stop.Token);
    }

    private async Task<string[]> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
                return [];
            head.Append((char)one[0]);
        }

        return head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }
}
