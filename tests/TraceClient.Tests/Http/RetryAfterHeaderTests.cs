using System.Net;
using TraceClient.Http;
using static TraceClient.Tests.Http.StubHandler;

namespace TraceClient.Tests.Http;

public sealed class RetryAfterHeaderTests
{
    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Invalid =>
    [
        "-Infinity", "Infinity", "+Infinity", "NaN", "-∞", "∞", "-5", "-0.5", "922337203686", "99999999999999999999", "1e300", "", " ",
        "soon", "5 s", "2026-99-99",
    ];

    [Theory]
    [MemberData(nameof(Invalid))]
    public void A_value_that_is_no_date_and_no_sane_number_is_ignored(string value) => Assert.Null(Read(value));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("12", 12)]
    [InlineData("7.5", 7.5)]
    [InlineData("Fri, 02 Jan 2026 03:04:35 GMT", 30)]
    [InlineData("Thu, 01 Jan 1970 00:00:00 GMT", 0)]
    public void Seconds_and_dates_are_read(string value, double seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), Read(value));

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task An_invalid_value_leaves_a_503_a_server_error(int retries)
    {
        using var source = Source(HttpStatusCode.ServiceUnavailable, retries);

        await Assert.ThrowsAsync<TraceServerException>(() => source.RunAsync(source.GetAsync(Token)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task An_invalid_value_leaves_a_429_a_rate_limit_without_a_wait(int retries)
    {
        using var source = Source(HttpStatusCode.TooManyRequests, retries);

        var error = await Assert.ThrowsAsync<TraceRateLimitException>(() => source.RunAsync(source.GetAsync(Token)));

        Assert.Null(error.RetryAfter);
    }

    private static TestSource Source(HttpStatusCode status, int retries) => new(
        new StubHandler(Answer(status, with: response => response.Headers.TryAddWithoutValidation("Retry-After", "-Infinity"))),
        options => options.Resilience.MaxRetries = retries);

    private static TimeSpan? Read(string value)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        response.Headers.TryAddWithoutValidation("Retry-After", value);
        return RetryAfterHeader.Read(response, Clock);
    }
}
