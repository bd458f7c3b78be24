using System.IO.Compression;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace TraceClient.Reliability.Fuzz;

/// <summary>The ways in which the response to one request is damaged.</summary>
internal static class ResponseDamage
{
    private static readonly int[] Statuses =
    [
        200, 201, 202, 204, 205, 206, 226, 300, 301, 302, 303, 304, 307, 308, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411,
        412, 413, 414, 415,
        416, 417, 418, 421, 422, 423, 424, 425, 426, 428, 429, 431, 451, 499, 500, 501, 502, 503, 504, 505, 507, 508, 511, 520, 599, 600,
        799, 999,
    ];

    private static readonly string[] ErrorBodies =
    [
        "", " ", "null", "[]", "{}", "text", "<!DOCTYPE html><html><body>403</body></html>", "{\"error\":null}",
        "{\"error\":{\"code\":7,\"message\":[]}}",
        "{\"detail\":\"Trace not found\"}", "{\"detail\":[{\"loc\":[\"query\",null,{}],\"msg\":1}]}",
        "{\"detail\":[{\"loc\":[\"query\",\"page_size\"],\"msg\":\"too large\"}]}",
        "{\"message\":\"Something went wrong\",\"error\":\"x\"}", "{\"error\":\"unauthenticated\",\"index\":-1,\"quotaLimit\":1e400}",
        $"{{\"detail\":\"token {ErrorRule.Token} of {ErrorRule.EMail}\"}}",
            $"{{\"error\":\"Bearer {ErrorRule.Token}\",\"message\":\"{ErrorRule.EMail}\"}}",
        $"{ErrorRule.Token}", $"mail to {ErrorRule.EMail}, token={ErrorRule.Token}",
    ];

    private static readonly string[] ContentTypes =
        ["application/json", "text/html", "text/plain; charset=utf-16", "application/json; charset=latin1",
            "application/json; charset=nonsense", "x", "", "application/json;;;"];

    private static readonly string[] RetryAfters =
    [
        "0", "1", "1.5", "-1", "NaN", "Infinity", "1e3", "9999999999", "99999999999999999999", "9223372036854775807", "922337203685",
        "Wed, 21 Oct 2015 07:28:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT", "Sun, 22 Nov 2026 12:00:05 GMT", "soon", "", " ", "5, 6", "0x10", "\u0661", ErrorRule.Token,
    ];

    private static readonly string[] Links =
    [
        "", "<", ">", "<>; rel=next", "<?before=>; rel=\"next\"", "</v1/x?before=a>; rel=\"next\"", "</v1/x?before=%>; rel=\"next\"",
        "</v1/x?before=%ZZ%00%ff>; rel=next",
        "</v1/x?before=a&before=b>; rel=\"prev next\"", "<http://evil.example/v1/x?before=a>; rel=\"next\"", "</v1/x?before=a>; rel=prev",
        "</v1/x>; rel=\"next\"",
        "<a>;rel=next, <b?before=1>; rel=next", "rel=next", "</v1/x?before=\ud83d\ude00>; rel=\"next\"",
        $"</v1/x?before={ErrorRule.Token}>; rel=\"next\"",
        $"</v1/x?before={new string('a', 70_000)}>; rel=\"next\"", "</v1/x?before=a b\tc>; rel=\"next\"",
            "</v1/x?before=../../>; rel = \"next\"",
    ];

    /// <summary>Gets what a handler throws when there is no response. Its other exceptions are errors of its program, and pass.</summary>
    private static readonly Func<Exception>[] TransportFailures =
    [
        .. Enum.GetValues<HttpRequestError>().Select(error => (Func<Exception>)(() => new HttpRequestException(error, "broken"))),
        () => new HttpRequestException("DNS", new SocketException((int)SocketError.HostNotFound)), () =>
        new HttpRequestException("TLS", new AuthenticationException("broken")),
        () => new HttpIOException(HttpRequestError.ResponseEnded, "broken"), () =>
        new IOException("broken"), () => new SocketException((int)SocketError.ConnectionReset),
        () => new TaskCanceledException("broken"), () => new OperationCanceledException(), () => new TimeoutException("broken"),
    ];

    /// <summary>Gets what a stream throws: anything.</summary>
    private static readonly Func<Exception>[] BodyFailures =
    [
        .. TransportFailures, () =>
        new InvalidDataException("broken"), () => new InvalidOperationException("broken"), () => new NotSupportedException("broken"),
        () => new FormatException("broken"), () =>
        new ArgumentException("broken"), () => new JsonException("broken"), () => new UnauthorizedAccessException("broken"),
        () => new AggregateException("broken"),
    ];

    /// <summary>Changes the body, or, where it is a list, one element of it.</summary>
    public static HttpResponseMessage Body(FuzzCase fuzz, Random random, RecordedResponse recorded)
    {
        var body = new JsonMutator(random).Mutate(recorded.Body);
        fuzz.Note($"a body of {recorded.Body.Length} bytes is {body.Length} bytes now: {Excerpt(recorded.Body, body)}");
        return Replay.ResponseOf(recorded, new FuzzStream(body) { Portion = random.Next(3) == 0 ? random.Next(1, 200) : int.MaxValue });
    }

    public static HttpResponseMessage Status(FuzzCase fuzz, Random random, RecordedResponse recorded)
    {
        var status = random.Next(10) == 0 ? random.Next(200, 1000) : Statuses[random.Next(Statuses.Length)];
        var body = random.Next(4) == 0 ? recorded.Body : Encoding.UTF8.GetBytes(ErrorBodies[random.Next(ErrorBodies.Length)]);
        if (random.Next(3) == 0)
            body = new JsonMutator(random).Mutate(body);

        // The body of a record has no business in the response of an error; ResponseBody shows what the service says there.
        body = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(body).Replace(ErrorRule.Phrase, "-", StringComparison.Ordinal));
        fuzz.Note($"status {status} with {body.Length} bytes: {Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(200, body.Length)))}");
        return Replay.ResponseOf(recorded with { Status = status }, new FuzzStream(body));
    }

    public static HttpResponseMessage Headers(FuzzCase fuzz, Random random, RecordedResponse recorded)
    {
        var headers = recorded.Headers.ToList();
        (string Name, string Value) header = random.Next(6) switch
        {
            0 => ("Content-Type", ContentTypes[random.Next(ContentTypes.Length)]),
            1 => ("Content-Length", random.Next(2) == 0 ? "-1" : "5"),
            2 => ("Content-Encoding", random.Next(2) == 0 ? "gzip" : "nonsense"),
            3 => ("X-Request-ID", random.Next(2) == 0 ? ErrorRule.Token : ErrorRule.EMail),
            4 => ("X-Trace-ID", new string('f', random.Next(1, 10_000))),
            _ => ("WWW-Authenticate", $"Bearer error=\"{ErrorRule.Token}\""),
        };
        headers.RemoveAll(each => each.Name == header.Name);
        headers.Add(header);
        fuzz.Note($"{header.Name}: {Excerpt([], Encoding.UTF8.GetBytes(header.Value))}");
        var status = random.Next(2) == 0 ? recorded.Status : Statuses[random.Next(Statuses.Length)];
        return Replay.ResponseOf(recorded with { Headers = headers, Status = status },
            new FuzzStream(random.Next(2) == 0 ? recorded.Body : []));
    }

    public static HttpResponseMessage Link(FuzzCase fuzz, Random random, RecordedResponse recorded) =>
        With(fuzz, recorded, "Link", random.Next(3) == 0 ? MutatedText(random, Links) : Links[random.Next(Links.Length)]);

    public static HttpResponseMessage RetryAfter(FuzzCase fuzz, Random random, RecordedResponse recorded) => With(
        fuzz,
        recorded with { Status = random.Next(2) == 0 ? 429 : 503, Body = [] },
        "Retry-After",
        random.Next(3) == 0 ? MutatedText(random, RetryAfters) : RetryAfters[random.Next(RetryAfters.Length)]);

    /// <summary>Throws, stalls or breaks off, or never ends.</summary>
    public static async Task<HttpResponseMessage> TransportAsync(
        FuzzCase fuzz, Random random, RecordedResponse recorded, AutoAdvancingTimeProvider clock, CancellationToken cancellationToken)
    {
        var kind = random.Next(8);
        var length = random.Next(recorded.Body.Length + 1);
        fuzz.Note($"transport failure {kind} at byte {length} of {recorded.Body.Length}");
        switch (kind)
        {
            case 0 or 1:
                throw Failure(fuzz, random, TransportFailures);
            case 2:
                await StallAsync(clock, cancellationToken);
                break;
            case 3:
                fuzz.Cancel();
                cancellationToken.ThrowIfCancellationRequested();
                break;
        }

        var failure = kind is 4 or 5 ? Failure(fuzz, random, BodyFailures) : null;
        byte[][] tails = [[(byte)' '], [(byte)'['], [(byte)'a'], [.. ",{}"u8], [.. "{\"a\":"u8], [0], [.. "\"x\","u8]];
        return Replay.ResponseOf(recorded, new FuzzStream(recorded.Body[..(kind < 4 ? recorded.Body.Length : length)])
        {
            Portion = random.Next(2) == 0 ? random.Next(1, 100) : int.MaxValue,
            Tail = kind == 6 ? tails[random.Next(tails.Length)] : [],
            AtEnd = failure is not null ? _ => throw failure : kind == 7 ? token => StallAsync(clock, token) : null,
        });
    }

    /// <summary>Compresses data, well or not.</summary>
    public static byte[] Gzip(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return output.ToArray();
    }

    // The timeouts of the client begin when it waits, and are shorter than that.
    private static async Task StallAsync(AutoAdvancingTimeProvider clock, CancellationToken cancellationToken)
    {
        for (var i = 0; i < 100; i++)
        {
            await Task.Delay(1, cancellationToken);
            clock.Advance(TimeSpan.FromMinutes(15));
        }

        throw new FuzzViolationException("No timeout ended a response that stalled for a day.");
    }

    private static HttpResponseMessage With(FuzzCase fuzz, RecordedResponse recorded, string name, string value)
    {
        fuzz.Note($"{name}: {value[..Math.Min(value.Length, 100)]}");
        return Replay.ResponseOf(recorded with { Headers = [.. recorded.Headers.Where(header => header.Name != name), (name, value)] },
            new FuzzStream(recorded.Body));
    }

    private static string MutatedText(Random random, string[] texts) =>
        Encoding.Latin1.GetString(ByteMutator.Mutate(random, Encoding.Latin1.GetBytes(texts[random.Next(texts.Length)])));

    private static Exception Failure(FuzzCase fuzz, Random random, Func<Exception>[] failures)
    {
        var failure = failures[random.Next(failures.Length)]();
        fuzz.Note(failure.GetType().Name);
        return failure;
    }

    /// <summary>Gets what stands where two texts begin to differ.</summary>
    private static string Excerpt(byte[] before, byte[] after)
    {
        var at = before.AsSpan().CommonPrefixLength(after);
        var start = Math.Max(0, at - 60);
        return Encoding.UTF8.GetString(after.AsSpan(start, Math.Min(after.Length - start, 240)));
    }
}
