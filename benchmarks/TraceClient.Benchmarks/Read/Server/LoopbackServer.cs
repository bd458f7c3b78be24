using System.Net;
using System.Net.Sockets;

namespace TraceClient.Benchmarks.Read;

/// <summary>Responds to GET requests over HTTP/1.1 with bytes that are there
/// already, so that what is allocated is the clients' alone.</summary>
/// <remarks>Every connection has a thread of its own that blocks: no task, no buffer and no text is made for a request.</remarks>
internal sealed class LoopbackServer : IDisposable
{
    private const int MaxRequestBytes = 16 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Routes _routes;

    public LoopbackServer(Routes routes)
    {
        _routes = routes;
        _listener.Start();
        Address = new Uri($"http://{_listener.LocalEndpoint}/");
        Start(Accept);
    }

    public Uri Address { get; }

    public void Dispose() => _listener.Dispose();

    private static void Start(ThreadStart run) => new Thread(run) { IsBackground = true }.Start();

    private void Accept()
    {
        try
        {
            while (true)
            {
                var connection = _listener.AcceptSocket();
                Start(() => Serve(connection));
            }
        }
        catch (SocketException)
        {
            // The server was disposed.
        }
    }

    private void Serve(Socket connection)
    {
        using var closed = connection;
        connection.NoDelay = true;
        var buffer = new byte[MaxRequestBytes];
        var count = 0;
        try
        {
            while (count < buffer.Length
                && connection.Receive(buffer, count, buffer.Length - count, SocketFlags.None) is > 0 and var received)
            {
                count += received;
                while (buffer.AsSpan(0, count).IndexOf("\r\n\r\n"u8) is >= 0 and var end)
                {
                    connection.Send(_routes.Find(TargetOf(buffer.AsSpan(0, end))));
                    count -= end + 4;
                    buffer.AsSpan(end + 4, count).CopyTo(buffer);
                }
            }
        }
        catch (SocketException)
        {
            // The client closed the connection.
        }
    }

    /// <summary>The path and query of <c>GET /path?query HTTP/1.1</c>.</summary>
    private static ReadOnlySpan<byte> TargetOf(ReadOnlySpan<byte> request)
    {
        var target = request[(request.IndexOf((byte)' ') + 1)..];
        return target[..target.IndexOf((byte)' ')];
    }
}
