namespace TraceClient.Rest;

/// <summary>Makes the client of a REST interface: the one place that knows who implements it.</summary>
internal static partial class RestClient
{
#if USE_REFIT
    public static T For<T>(HttpClient client, RestSettings settings)
        where T : class => Refit.RestService.ForGenerated<T>(client, new Refit.RefitSettings(new Refit.SystemTextJsonContentSerializer(settings.SerializerOptions))
        {
            // The handler chain has made our exceptions already: they go through as they are.
            TransportExceptionFactory = static (_, exception, _) => exception,
            ExceptionFactory = response => new ValueTask<Exception?>(response.IsSuccessStatusCode ? null : Status(response, settings)),
            DeserializationExceptionFactory = (_, exception) => new ValueTask<Exception?>(exception as TraceClientException ?? Format(exception, settings)),
        });

    private static TraceApiException Status(HttpResponseMessage response, RestSettings settings) =>
        new($"{settings.SourceName} answered with status {(int)response.StatusCode}.", response.StatusCode) { SourceName = settings.SourceName };

    private static Exception Format(Exception exception, RestSettings settings) => exception is System.Text.Json.JsonException fault
        ? new TraceFormatException($"The answer of {settings.SourceName} is not the JSON that is required.") { SourceName = settings.SourceName, JsonPath = fault.Path }
        : exception;
#else
    /// <summary>Makes a client that sends through <paramref name="client"/>, below its base address.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is no REST interface of this assembly.</exception>
    /// <exception cref="ArgumentException">The client has no base address.</exception>
    public static T For<T>(HttpClient client, RestSettings settings)
        where T : class => Implement<T>(client, settings) ?? throw new NotSupportedException($"{typeof(T)} has no method with [Get], [Post], [Put], [Patch] or [Delete].");

    // The generator writes it: a comparison per interface, so that neither reflection nor a registration is needed.
    private static partial T? Implement<T>(HttpClient client, RestSettings settings)
        where T : class;
#endif
}
