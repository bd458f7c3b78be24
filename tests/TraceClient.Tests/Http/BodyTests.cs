using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using static TraceClient.Tests.Http.StubHandler;

namespace TraceClient.Tests.Http;

public sealed class BodyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Exception> Faults => new()
    {
        new IOException("The connection was reset; token=abc"),
        new HttpIOException(HttpRequestError.ResponseEnded, "ended"),
        new HttpRequestException("lost"),
        new InvalidDataException("not gzip"),
        new InvalidOperationException("not brotli"),
        new SocketException((int)SocketError.ConnectionReset),
        new NotSupportedException("whatever a stream throws"),
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_body_that_breaks_off_says_after_how_many_bytes(Exception fault)
    {
        using var source = Source(new FaultyStream("[1,2"u8.ToArray(), fault));
        using var response = await source.GetAsync(Token);

        var failure = await Assert.ThrowsAsync<TraceTransportException>(() => ReadAllAsync(response, Token));

        Assert.Contains("the body broke off after 4 bytes", failure.Message, StringComparison.Ordinal);
        Assert.Equal(("kubiya", "ListTraces", true), (failure.SourceName, failure.Operation, failure.IsTransient));
        Assert.DoesNotContain("abc", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("private", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_falls_silent_is_given_up()
    {
        using var source = Source(new FaultyStream("[1"u8.ToArray(), fault: null));
        using var response = await source.GetAsync(Token);

        var reading = ReadAllAsync(response, Token);
        source.Time.Advance(TimeSpan.FromSeconds(99));
        Assert.False(reading.IsCompleted);
        source.Time.Advance(TimeSpan.FromSeconds(1));

        var failure = await Assert.ThrowsAsync<TraceTransportException>(() => reading);
        Assert.Contains("after 2 bytes: nothing came for 100 s", failure.Message, StringComparison.Ordinal);
        Assert.Contains("BodyIdleTimeout", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_time_between_two_reads_is_the_reader_s_and_no_silence()
    {
        using var source = Source(new MemoryStream("[1,2,3]"u8.ToArray()));
        using var response = await source.GetAsync(Token);
        var body = await response.Content.ReadAsStreamAsync(Token);
        var buffer = new byte[3];

        await body.ReadExactlyAsync(buffer, Token);
        source.Time.Advance(TimeSpan.FromHours(1));
        await body.ReadExactlyAsync(buffer, Token);

        Assert.Equal("2,3"u8.ToArray(), buffer);
    }

    [Fact]
    public async Task No_idle_timeout_means_to_wait()
    {
        using var source = Source(new FaultyStream([], fault: null), options => options.Resilience.BodyIdleTimeout = TimeSpan.Zero);
        using var response = await source.GetAsync(Token);
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var reading = ReadAllAsync(response, caller.Token);
        source.Time.Advance(TimeSpan.FromDays(1));

        Assert.False(reading.IsCompleted);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task Cancellation_while_a_body_is_read_is_the_caller_s_and_the_next_read_goes_on()
    {
        using var source = Source(new FaultyStream("[1"u8.ToArray(), fault: null));
        using var response = await source.GetAsync(Token);
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var body = await response.Content.ReadAsStreamAsync(Token);
        var buffer = new byte[2];
        await body.ReadExactlyAsync(buffer, Token);

        var reading = body.ReadAsync(buffer, caller.Token).AsTask();
        await caller.CancelAsync();
        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Equal(caller.Token, cancelled.CancellationToken);

        var again = body.ReadAsync(buffer, Token).AsTask();
        Assert.False(again.IsCompleted);
        source.Time.Advance(TimeSpan.FromSeconds(100));
        await Assert.ThrowsAsync<TraceTransportException>(() => again);
    }

    [Fact]
    public async Task A_body_shorter_than_announced_is_broken()
    {
        using var source = Source(new MemoryStream("[1,2]"u8.ToArray()), length: 100);
        using var response = await source.GetAsync(Token);

        var failure = await Assert.ThrowsAsync<TraceTransportException>(() => ReadAllAsync(response, Token));

        Assert.Contains("after 5 bytes of the 100", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_response_to_head_announces_a_length_and_has_none()
    {
        using var source = Source(new MemoryStream(), length: 100);
        using var response = await source.SendAsync(HttpMethod.Head, "v1/x", Token);

        Assert.Empty(await ReadAllAsync(response, Token));
    }

    [Fact]
    public async Task Nothing_of_a_body_is_copied_into_memory_before_it_is_read()
    {
        using var source = Source(new CountingStream(1L << 40));
        using var response = await source.GetAsync(Token);

        await response.Content.LoadIntoBufferAsync(Token);

        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Token));
    }

    [Fact]
    public async Task A_body_can_only_be_read_forwards()
    {
        using var source = Source(new MemoryStream("[1]"u8.ToArray()));
        using var response = await source.GetAsync(Token);
        using var body = await response.Content.ReadAsStreamAsync(Token);

        Assert.Equal((true, false, false), (body.CanRead, body.CanSeek, body.CanWrite));
        Assert.Throws<NotSupportedException>(() => body.Length);
        Assert.Throws<NotSupportedException>(() => body.Position);
        Assert.Throws<NotSupportedException>(() => body.Position = 1);
        Assert.Throws<NotSupportedException>(() => body.Seek(0, SeekOrigin.Begin));
        Assert.Throws<NotSupportedException>(() => body.SetLength(1));
        Assert.Throws<NotSupportedException>(() => body.Write([], 0, 0));
        body.Flush();
    }

    [Fact]
    public async Task A_body_that_is_disposed_says_so()
    {
        using var source = Source(new MemoryStream("[1]"u8.ToArray()));
        using var response = await source.GetAsync(Token);
        var body = await response.Content.ReadAsStreamAsync(Token);
        await body.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await body.ReadExactlyAsync(new byte[1], Token));
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/xhtml+xml; charset=utf-8")]
    [InlineData("application/json")]
    [InlineData(null)]
    public async Task A_page_with_a_success_is_named_by_its_type_or_its_first_byte(string? type)
    {
        using var source = new TestSource(new StubHandler(Answer(HttpStatusCode.OK, "  <html><title>Log in</title></html>", type)));

        var failure = await Assert.ThrowsAsync<TraceFormatException>(async () =>
        {
            using var response = await source.GetAsync(Token);
            await ReadAllAsync(response, Token);
        });

        Assert.Contains("responded with 200 OK, but with an HTML login page (\"Log in\") where JSON belongs", failure.Message,
            StringComparison.Ordinal);
        Assert.Contains("BaseAddress", failure.Message, StringComparison.Ordinal);
        Assert.Equal(("kubiya", "ListTraces", 0L), (failure.SourceName, failure.Operation, failure.ByteOffset));
        Assert.StartsWith("<html>", failure.BodyPreview, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Blanks_before_json_are_no_page()
    {
        using var source = Source(new DripStream(" \n [\"<html>\"]"u8.ToArray()));
        using var response = await source.GetAsync(Token);

        Assert.Equal(" \n [\"<html>\"]", Encoding.UTF8.GetString(await ReadAllAsync(response, Token)));
    }

    [Fact]
    public async Task A_body_of_one_gigabyte_passes_in_constant_memory()
    {
        using var source = Source(new CountingStream(1L << 30));
        using var response = await source.GetAsync(Token);
        var body = await response.Content.ReadAsStreamAsync(Token);
        var buffer = new byte[1 << 20];
        var before = GC.GetAllocatedBytesForCurrentThread();

        long total = 0;
        for (var count = -1; count != 0; total += count)
            count = await body.ReadAsync(buffer, Token);

        Assert.Equal(1L << 30, total);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    [Fact]
    public async Task A_connection_that_is_reset_in_the_body_is_a_transport_error()
    {
        await using var server =
            new RawServer("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n[1,2,3", reset: true);
        using var source = Socket(server);

        var failure = await Assert.ThrowsAsync<TraceTransportException>(async () =>
        {
            using var response = await source.GetAsync(Token);
            await ReadAllAsync(response, Token);
        });

        Assert.True(failure.IsTransient);
    }

    [Fact]
    public async Task A_body_that_is_cut_is_a_transport_error()
    {
        await using var server = new RawServer("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n[1,2,3");
        using var source = Socket(server);
        using var response = await source.GetAsync(Token);

        var failure = await Assert.ThrowsAsync<TraceTransportException>(() => ReadAllAsync(response, Token));

        Assert.Contains("broke off after 6 bytes", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chunked_body_that_is_cut_is_a_transport_error()
    {
        await using var server = new RawServer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n[1,\r\n");
        using var source = Socket(server);
        using var response = await source.GetAsync(Token);

        var failure = await Assert.ThrowsAsync<TraceTransportException>(() => ReadAllAsync(response, Token));

        Assert.Contains("broke off after 3 bytes", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compressed_body_that_is_damaged_is_a_transport_error()
    {
        await using var server = new RawServer("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 12\r\n\r\nnot gzip at all");
        using var source = Socket(server);
        using var response = await source.GetAsync(Token);

        await Assert.ThrowsAsync<TraceTransportException>(() => ReadAllAsync(response, Token));
    }

    [Fact]
    public async Task A_compressed_body_is_unpacked()
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionMode.Compress, leaveOpen: true))
            brotli.Write("[1,2,3]"u8);
        await using var server = new RawServer(
            [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: {packed.Length}\r\n\r\n"),
                .. packed.ToArray()]);
        using var source = Socket(server);
        using var response = await source.GetAsync(Token);

        Assert.Equal("[1,2,3]", Encoding.UTF8.GetString(await ReadAllAsync(response, Token)));
        Assert.Contains("Accept-Encoding: gzip, deflate, br", await server.RequestAsync(), StringComparison.Ordinal);
    }

    private static TestSource Source(Stream body, Action<TestSourceOptions>? with = null, long? length = null) => new(
        new StubHandler((_, _) =>
        {
            var content = new TrackedContent(body, "application/json");
            content.Headers.ContentLength = length;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        }),
        with);

    private static TestSource Socket(RawServer server) => new(with: options =>
    {
        options.BaseAddress = server.Address;
        options.Resilience.MaxRetries = 0;
    });

    private static async Task<byte[]> ReadAllAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await body.CopyToAsync(all, cancellationToken);
        return all.ToArray();
    }

    /// <summary>Gives one byte at a time.</summary>
    private sealed class DripStream(byte[] body) : ReadOnlyStream
    {
        private int _given;

        public override int Read(Span<byte> buffer)
        {
            if (_given == body.Length)
                return 0;

            buffer[0] = body[_given++];
            return 1;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(Read(buffer.Span));
    }
}
