#pragma warning disable IDE0005 // Another project that compiles this file has some of them as global usings.
using System.Net;
using System.Net.Sockets;
using System.Text;
#pragma warning restore IDE0005

namespace TraceClient.Tests.Http;

/// <summary>A socket that answers each request with the bytes given, then closes or resets the connection.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource<string> _firstRequest = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _serving;

    public RawServer(string answer, bool reset = false)
        : this(Encoding.ASCII.GetBytes(answer), reset)
    {
    }

    public RawServer(byte[] answer, bool reset = false)
    {
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _serving = ServeAsync(answer, reset);
    }

    public Uri Address { get; }

    /// <summary>The first request's lines.</summary>
    public Task<string> RequestAsync() => _firstRequest.Task;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        try
        {
            await _serving;
        }
        catch (Exception fault) when (fault is SocketException or InvalidOperationException or IOException)
        {
            // The listener was stopped while it waited, or before it could wait again.
        }
    }

    // A client that is hung up on before an answer connects anew by itself, so one connection is not enough.
    private async Task ServeAsync(byte[] answer, bool reset)
    {
        while (true)
            await AnswerAsync(await _listener.AcceptSocketAsync(), answer, reset);
    }

    private async Task AnswerAsync(Socket connection, byte[] answer, bool reset)
    {
        using var socket = connection;
        _firstRequest.TrySetResult(await ReadHeadersAsync(socket));
        if (answer.Length > 0)
            await socket.SendAsync(answer);

        if (reset)
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        else
            socket.Shutdown(SocketShutdown.Send);
    }

    private static async Task<string> ReadHeadersAsync(Socket socket)
    {
        var request = new StringBuilder();
        var buffer = new byte[4096];
        while (!request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var count = await socket.ReceiveAsync(buffer);
            if (count == 0)
                break;
            request.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        return request.ToString();
    }
}
