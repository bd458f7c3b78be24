namespace TraceClient.Http;

/// <summary>Makes the handlers of a source's <see cref="HttpClient"/>, and sets the client up.</summary>
internal static class SourceHttpClient
{
    private static readonly string UserAgent = string.Create(CultureInfo.InvariantCulture,
        $"TraceClient/{typeof(SourceHttpClient).Assembly.GetName().Version?.ToString(3) ?? "0.0.0"} (.NET "
            + $"{Environment.Version.Major}.{Environment.Version.Minor})");

    /// <summary>Gets the handlers, outermost first: error translation, those
    /// of the user, rate limit, resilience, token, counting.</summary>
    /// <param name="settings">The settings of the source.</param>
    /// <param name="others">The handlers that the user or the host adds.</param>
    public static IEnumerable<DelegatingHandler> Handlers(SourceHttpSettings settings, IEnumerable<DelegatingHandler> others)
    {
        var options = settings.Options;
        var logger = settings.LoggerFactory.CreateLogger(HttpLog.Category);

        yield return new ErrorTranslationHandler(settings, logger);
        foreach (var other in others)
            yield return other;
        if (options.Resilience.RequestsPerMinute is { } requestsPerMinute)
            yield return new RateLimitHandler(requestsPerMinute, settings.TimeProvider);
        yield return new ResilienceHandler(SourceResiliencePipeline.Create(settings, logger), settings.TimeProvider, settings.DeleteRetry);
        yield return new BearerTokenHandler(TokensOf(options), settings, logger);
    }

    /// <summary>Sets address, timeout and headers; a header that the user or the host has set stays.</summary>
    public static HttpClient Configure(HttpClient client, SourceHttpSettings settings)
    {
        client.BaseAddress = settings.BaseAddress;
        client.Timeout = Timeout.InfiniteTimeSpan;
        if (client.DefaultRequestHeaders.Accept.Count == 0)
            client.DefaultRequestHeaders.Add("Accept", "application/json");
        if (client.DefaultRequestHeaders.UserAgent.Count == 0)
            client.DefaultRequestHeaders.Add("User-Agent", UserAgent);
        return client;
    }

    private static IBearerTokenProvider? TokensOf(TraceSourceOptions options) =>
        options.TokenProvider ?? (string.IsNullOrEmpty(options.Token) ? null : BearerTokenProvider.FromValue(options.Token));
}
