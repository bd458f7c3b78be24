using System.Net;
using TraceClient.Galtea;
using TraceClient.Kubiya;

namespace TraceClient.Tests.Http;

/// <summary>Bodies that come, but slowly.</summary>
public sealed class SlowBodyTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_value_must_be_complete_within_the_total_timeout()
    {
        var (api, start) = (Kubiya(bytesAtATime: 1_000), _time.GetUtcNow());

        var failure = await Assert.ThrowsAsync<TraceTransportException>(() => api.GetTraceAsync("t", cancellationToken: Token));

        Assert.Contains("was not complete within 100 s", failure.Message, StringComparison.Ordinal);
        Assert.Contains("TraceClients:Kubiya:Resilience:TotalTimeout", failure.Message, StringComparison.Ordinal);
        Assert.InRange(_time.GetUtcNow() - start, TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(101));
    }

    [Fact]
    public async Task The_time_that_the_headers_took_counts()
    {
        var start = _time.GetUtcNow();
        var api = Kubiya(bytesAtATime: 1_000, beforeHeaders: TimeSpan.FromSeconds(20));

        await Assert.ThrowsAsync<TraceTransportException>(() => api.GetTraceAsync("t", cancellationToken: Token));

        Assert.InRange(_time.GetUtcNow() - start, TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(101));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_of_a_byte_every_200_ms_is_given_up_after_half_a_minute(bool isList)
    {
        var (api, start) = (Kubiya(bytesAtATime: 1), _time.GetUtcNow());

        var failure = await Assert.ThrowsAsync<TraceTransportException>(async () =>
        {
            if (isList)
                await api.ListSpansAsync("t", cancellationToken: Token).ToListAsync(Token);
            else
                await api.GetTraceAsync("t", cancellationToken: Token);
        });

        Assert.Contains("fell below 128 bytes a second over 30 s", failure.Message, StringComparison.Ordinal);
        Assert.Contains("MinimumBytesPerSecond", failure.Message, StringComparison.Ordinal);
        Assert.InRange(_time.GetUtcNow() - start, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(31));
    }

    [Fact]
    public async Task A_check_ends()
    {
        var source = new KubiyaSource(Kubiya(bytesAtATime: 1_000), new KubiyaOptions(), _time);

        await Assert.ThrowsAsync<TraceTransportException>(() => source.PingAsync(Token));
    }

    [Fact]
    public async Task A_list_may_take_any_time_as_long_as_it_comes()
    {
        var (api, start) = (Kubiya(bytesAtATime: 26, total: 26 * 3_000), _time.GetUtcNow());

        await Assert.ThrowsAsync<TraceFormatException>(() => api.ListSpansAsync("t", cancellationToken: Token).ToListAsync(Token).AsTask());

        Assert.InRange(_time.GetUtcNow() - start, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(11));
    }

    [Fact]
    public async Task The_time_that_the_reader_takes_is_not_the_bodys()
    {
        var rows = string.Join(",", Enumerable.Repeat("{}", 50));
        var stub = new StubHandler((_, _) =>
            Task.FromResult(Response(new SlowStream(_time, TimeSpan.FromSeconds(1), System.Text.Encoding.UTF8.GetBytes($"[{rows}]"), 3))));
        var api = Chains.Api<IGalteaApi>(
            new GalteaRegistration(), stub, timeProvider: _time, configure: options => options.Galtea.Resilience.MinimumBytesPerSecond = 2);
        var count = 0;

        await foreach (var _ in api.ListTracesAsync(cancellationToken: Token))
        {
            count++;
            _time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(50, count);
    }

    [Fact]
    public async Task Without_a_least_speed_silence_alone_ends_a_list()
    {
        var (api, start) = (Kubiya(bytesAtATime: 1, total: 1_000, minimum: 0), _time.GetUtcNow());

        await Assert.ThrowsAsync<TraceFormatException>(() => api.ListSpansAsync("t", cancellationToken: Token).ToListAsync(Token).AsTask());

        Assert.InRange(_time.GetUtcNow() - start, TimeSpan.FromSeconds(200), TimeSpan.FromSeconds(201));
    }

    /// <summary>An API whose responses are blanks, some every 200 ms.</summary>
    private IKubiyaApi Kubiya(int bytesAtATime, int total = int.MaxValue, TimeSpan beforeHeaders = default, int minimum = 128)
    {
        var stub = new StubHandler((_, _) =>
        {
            _time.Advance(beforeHeaders);
            return Task.FromResult(Response(new SlowStream(_time, Pause, blanks: total, bytesAtATime)));
        });
        return Chains.Api<IKubiyaApi>(new KubiyaRegistration(), stub, timeProvider: _time,
            configure: options => options.Kubiya.Resilience.MinimumBytesPerSecond = minimum);
    }

    private static HttpResponseMessage Response(Stream body) =>
        new(HttpStatusCode.OK) { Content = new TrackedContent(body, "application/json") };

    /// <summary>A body whose every read waits, which takes a pause by the clock.</summary>
    private sealed class SlowStream(FakeTimeProvider time, TimeSpan pause, int blanks, int atATime) : ReadOnlyStream
    {
        private readonly byte[]? _bytes;
        private int _given;

        public SlowStream(FakeTimeProvider time, TimeSpan pause, byte[] bytes, int atATime)
            : this(time, pause, bytes.Length, atATime) => _bytes = bytes;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            if (_given == blanks)
                return 0;
            time.Advance(pause);
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(Math.Min(atATime, buffer.Length), blanks - _given);
            if (_bytes is null)
                buffer.Span[..count].Fill((byte)' ');
            else
                _bytes.AsSpan(_given, count).CopyTo(buffer.Span);
            _given += count;
            return count;
        }

        public override int Read(Span<byte> buffer) => throw new NotSupportedException();
    }
}
