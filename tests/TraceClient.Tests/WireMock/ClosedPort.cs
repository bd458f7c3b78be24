using System.Net;
using System.Net.Sockets;

namespace TraceClient.Tests.Stubs;

/// <summary>Represents a loopback port that is taken, so that no other test gets it, and refuses every connection.</summary>
internal sealed class ClosedPort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ClosedPort() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public Uri Address => new($"http://{_socket.LocalEndPoint}/");

    public void Dispose() => _socket.Dispose();
}
