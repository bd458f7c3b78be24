using System.Globalization;
using TraceClient.Authentication;

namespace TraceClient.Http;

/// <summary>Builds the <see cref="HttpClient"/> of a source with its handler chain.</summary>
/// <remarks>
/// Outermost first: the source's own handler, error translation, rate limit, resilience, token, counting, the handler that sends.
/// </remarks>
internal static class SourceHttpClient
{
    private static readonly string UserAgent = string.Create(
        CultureInfo.InvariantCulture,
        $"TraceClient/{typeof(SourceHttpClient).Assembly.GetName().Version?.ToString(3) ?? "0.0.0"} (.NET {Environment.Version.Major}.{Environment.Version.Minor})");

    /// <summary>Makes the client. Disposing it disposes the chain and the handler that sends.</summary>
    /// <exception cref="ArgumentException">An option is wrong; the text names each with its key.</exception>
    public static HttpClient Create(SourceHttpSettings settings)
    {
        Check(settings);
        var baseAddress = BaseAddress.WithSlash(settings.Options.BaseAddress ?? settings.DefaultBaseAddress);
        return new HttpClient(Chain(settings, baseAddress), disposeHandler: true)
        {
            BaseAddress = baseAddress,
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestHeaders =
            {
                { "Accept", "application/json" },
                { "User-Agent", UserAgent },
            },
        };
    }

    private static void Check(SourceHttpSettings settings)
    {
        var faults = string.Join(" ", TraceSourceOptionsValidator.Validate(settings.Options, RequestDescription.KeyOf(settings.SourceName)));
        if (faults.Length > 0)
            throw new ArgumentException(faults, nameof(settings));
    }

    private static HttpMessageHandler Chain(SourceHttpSettings settings, Uri baseAddress)
    {
        var options = settings.Options;
        var logger = settings.LoggerFactory.CreateLogger(HttpLog.Category);

        HttpMessageHandler chain = new RequestCountingHandler(settings.SourceName) { InnerHandler = PrimaryHandlers.Create(options.PrimaryHandler) };
        if (TokensOf(options) is { } tokens)
            chain = new BearerTokenHandler(tokens, settings.TokenHeader, baseAddress, settings.SourceName, logger) { InnerHandler = chain };
        chain = new ResilienceHandler(SourceResiliencePipeline.Create(settings, logger), settings.TimeProvider) { InnerHandler = chain };
        if (options.Resilience.RequestsPerMinute is { } requestsPerMinute)
            chain = new RateLimitHandler(requestsPerMinute, settings.TimeProvider) { InnerHandler = chain };
        chain = new ErrorTranslationHandler(settings, logger) { InnerHandler = chain };
        return settings.Inner?.Invoke(chain) ?? chain;
    }

    private static IBearerTokenProvider? TokensOf(TraceSourceOptions options) =>
        options.TokenProvider ?? (string.IsNullOrEmpty(options.Token) ? null : BearerTokenProvider.FromValue(options.Token));
}
