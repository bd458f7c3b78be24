using System.Net;
using System.Net.Sockets;
using TraceClient.Authentication;
using TraceClient.Testing;
using TraceClient.Tests.Http;

namespace TraceClient.Reliability.Matrix;

/// <summary>Represents something that goes wrong.</summary>
/// <param name="Name">What goes wrong.</param>
/// <param name="Expected">The outcome that docs/errors.md promises: <c>value</c> or the name of an exception.</param>
/// <param name="Arrange">Makes it go wrong.</param>
/// <param name="MayCostElement">Whether what is damaged may be missing.</param>
internal sealed record MatrixFault(string Name, string Expected, Action<MatrixCell> Arrange, bool MayCostElement = false);

/// <summary>The faults. A new one is a line.</summary>
internal static class MatrixFaults
{
    private const string Value = MatrixCell.Value;
    private const string Transport = nameof(TraceTransportException);
    private const string Format = nameof(TraceFormatException);
    private const string Server = nameof(TraceServerException);
    private const string RateLimit = nameof(TraceRateLimitException);
    private const string Validation = nameof(TraceValidationException);
    private const string NotFound = nameof(TraceNotFoundException);
    private const string Authentication = nameof(TraceAuthenticationException);
    private const string Authorization = nameof(TraceAuthorizationException);

    public static IReadOnlyList<MatrixFault> All { get; } =
    [
        new("none", Value, static _ => { }),

        // Statuses.
        new("500 once", Value, static cell => cell.On().Times(1).RespondWith(500)),
        new("503 twice", Value, static cell => cell.On().Times(2).RespondWith(503)),
        new("408 once", Value, static cell => cell.On().Times(1).RespondWith(408)),
        new("500 always", Server, static cell => cell.On().RespondWith(500)),
        new("503 always", Server, static cell => cell.On().RespondWith(503)),
        new("502 HTML page always", Server, static cell => cell.On().RespondWithHtml(502)),
        new("429 once, Retry-After in seconds", Value, static cell =>
            cell.On().Times(1).RespondWith(429, retryAfter: TimeSpan.FromSeconds(3))),
        new("429 once, Retry-After as a date", Value, static cell =>
            cell.On().Times(1).RespondWith(429, headers: RetryAfter("Sun, 22 Nov 2026 12:00:05 GMT"))),
        new("429 once, Retry-After is nonsense", Value, static cell => cell.On().Times(1).RespondWith(429, headers: RetryAfter("-1e999"))),
        new("429 always", RateLimit, static cell => cell.On().RespondWith(429)),
        new("429, Retry-After of a day", RateLimit, static cell => cell.On().RespondWith(429, retryAfter: TimeSpan.FromDays(1))),
        new("400", Validation, static cell => cell.On().RespondWith(400)),
        new("401", Authentication, static cell => cell.On().RespondWith(401)),
        new("403", Authorization, static cell => cell.On().RespondWith(403)),
        new("403 HTML page", nameof(TraceApiException), static cell => cell.On().RespondWithHtml(403)),
        new("404", NotFound, static cell => cell.On().RespondWith(404)),
        new("404 HTML page", NotFound, static cell => cell.On().RespondWithHtml(404)),
        new("409", nameof(TraceConflictException), static cell => cell.On().RespondWith(409)),
        new("410", NotFound, static cell => cell.On().RespondWith(410)),
        new("414 HTML page", Validation, static cell => cell.On().RespondWithHtml(414)),
        new("422", Validation, static cell => cell.On().RespondWith(422)),
        new("418", nameof(TraceApiException), static cell => cell.On().RespondWith(418)),
        new("302 to another host", nameof(TraceApiException), static cell =>
            cell.On().RespondWith(302, "", headers: new Dictionary<string,
                string>(StringComparer.Ordinal) { ["Location"] = "https://elsewhere.example/" })),

        // Bodies.
        new("204 without a body", Format, static cell => cell.On().RespondWith(204, "")),
        new("empty body", Format, static cell => cell.On().RespondWith(200, "")),
        new("HTML page", Format, static cell => cell.On().RespondWithHtml()),
        new("JSON null", Format, static cell => cell.On().RespondWith(200, "null")),
        new("a number", Format, static cell => cell.On().RespondWith(200, "42")),
        new("a text", Format, static cell => cell.On().RespondWith(200, "\"text\"")),
        new("an open array", Format, static cell => cell.On().RespondWith(200, "[")),
        new("invalid JSON", Format, static cell => cell.On().InvalidJson()),
        new("invalid UTF-8 in a text", Value, static cell => cell.On().Times(1).InvalidUtf8(), MayCostElement: true),
        new("wrong content type", Value, static cell => cell.On().ContentType("text/plain")),
        new("endless text", Format, static cell => cell.On().EndlessBody()),
        new("endless depth", Format, static cell => cell.On().EndlessBody(EndlessBodyKind.Depth)),
        new("text under Content-Encoding: gzip", Transport, static cell =>
            cell.On().RespondWith(200, "no gzip", headers: new Dictionary<string,
                string>(StringComparer.Ordinal) { ["Content-Encoding"] = "gzip" })),
        new("body cut once", Value, static cell => cell.On().Times(1).CutBodyAt(100)),
        new("body cut at its start, once", Value, static cell => cell.On().Times(1).CutBodyAt(0)),
        new("body cut always", Transport, static cell => cell.On().CutBodyAt(100)),

        // Time.
        new("body falls silent", Transport, static cell =>
        {
            cell.UseRealTime();
            cell.On().Trickle(1, TimeSpan.FromMilliseconds(400));
        }),
        new("no response in time, once", Value, static cell =>
        {
            cell.UseRealTime();
            cell.On().Times(1).Delay(TimeSpan.FromHours(1));
        }),
        new("no response in time", Transport, static cell =>
        {
            cell.UseRealTime();
            cell.On().Delay(TimeSpan.FromHours(1));
        }),
        new("the caller cancels", nameof(OperationCanceledException), static cell =>
        {
            cell.On().Delay(TimeSpan.FromHours(1));
            cell.OnRequest(client => cell.Cancel());
        }),
        new("the client is disposed", nameof(ObjectDisposedException), static cell =>
        {
            cell.On().Delay(TimeSpan.FromHours(1));
            cell.OnRequest(client => client.Dispose());
        }),

        // Connections.
        new("connection reset once", Value, static cell => cell.On().Times(1).ResetConnection()),
        new("connection reset always", Transport, static cell => cell.On().ResetConnection()),
        new("connection refused", Transport, static cell => cell.Options.BaseAddress = ClosedPort()),
        new("host name unknown", Transport, static cell => cell.Options.PrimaryHandler = () => new SocketsHttpHandler
        {
            ConnectCallback = static (_, _) => throw new SocketException((int)SocketError.HostNotFound),
        }),
        new("no TLS on the port", Transport, static cell =>
            cell.Options.BaseAddress = new UriBuilder(cell.Options.BaseAddress!) { Scheme = "https" }.Uri),
        new("response is not HTTP", Transport, static cell => cell.Serve("SSH-2.0-OpenSSH_9.6\r\n")),
        new("connection closed without a response", Transport, static cell => cell.Serve("")),

        // Pages.
        new("page repeated once", Value, static cell => cell.On().OnCall(2).RepeatPage()),
        new("cursor repeated", Value, static cell => cell.On().RepeatCursor()),
        new("page shifted by one row", Value, static cell => cell.On().ShiftPage()),

        // Tokens.
        new("token refused once, then refreshed", Value, static cell =>
        {
            var stale = true;
            cell.Options.TokenProvider = BearerTokenProvider.From((request, _) => ValueTask.FromResult(
                new BearerToken((stale &= !request.ForceRefresh) ? "stale" : cell.Options.Token!)));
        }),
        new("token provider fails", Authentication, static cell =>
            cell.Options.TokenProvider = BearerTokenProvider.From((_, _) => throw new InvalidOperationException("no vault"))),
    ];

    private static Dictionary<string, string> RetryAfter(string value) => new(StringComparer.Ordinal) { ["Retry-After"] = value };

    private static Uri ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
    }

    private static void Serve(this MatrixCell cell, string response)
    {
        var server = new RawServer(response);
        cell.Options.BaseAddress = server.Address;
        cell.OnEnd(server);
    }
}
