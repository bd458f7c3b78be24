using System.Reflection;
using System.Runtime.ExceptionServices;

namespace TraceClient.Http;

/// <summary>Makes the Refit client of a source's REST interface.</summary>
internal static class RestClient
{
    /// <summary>Makes the client.</summary>
    /// <param name="client">A client with the handlers of <see cref="SourceHttpClient"/>.</param>
    /// <param name="settings">The settings of the source.</param>
    /// <param name="types">The types of the source's responses.</param>
    /// <param name="json">Options with the JSON metadata of the source's request bodies; null where it has none.</param>
    public static T For<T>(HttpClient client, SourceHttpSettings settings, WireTypes types, JsonSerializerOptions? json = null)
        where T : class
    {
        var logger = settings.LoggerFactory.CreateLogger(HttpLog.Category);
        return RestService.ForGenerated<T>(
            client, new RefitSettings(new ContentSerializer(types, json, settings, logger), new UrlFormatter())
            {
                // Refit sets a version on each request: the one of the client, which a host may have set for all of its clients.
                Version = client.DefaultRequestVersion,
                VersionPolicy = client.DefaultVersionPolicy,

                CollectionFormat = CollectionFormat.Multi,

                // Without it bodies are sent in chunks, which some servers refuse.
                Buffered = true,

                // The handlers have made the exceptions of this package already.
                ExceptionFactory = static _ => default,
                TransportExceptionFactory = static (_, exception, _) => exception,
                DeserializationExceptionFactory = Rethrow,
            });
    }

    /// <summary>Throws the exception in place of returning it: an
    /// <see cref="ApiResponse{T}"/> keeps a returned one only if it is Refit's own.</summary>
    private static ValueTask<Exception?> Rethrow(HttpResponseMessage response, Exception exception)
    {
        response.Dispose();
        ExceptionDispatchInfo.Throw(exception);
        return default;
    }

    /// <summary>Writes what the services document: a Boolean as JSON does (.NET writes <c>True</c>), and a time as ISO 8601.</summary>
    private sealed class UrlFormatter : DefaultUrlParameterFormatter
    {
        public override string? Format(object? value, ICustomAttributeProvider attributeProvider, Type type) => value switch
        {
            bool flag => flag ? "true" : "false",
            DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
            _ => base.Format(value, attributeProvider, type),
        };
    }
}
