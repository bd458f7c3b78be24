using System.Collections;
using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Refit;

namespace TraceClient.Http;

/// <summary>Makes the Refit client of a source's REST interface.</summary>
internal static class RestClient
{
    /// <summary>Makes the client.</summary>
    /// <param name="client">A client with the handlers of <see cref="SourceHttpClient"/>.</param>
    /// <param name="settings">The settings of the source.</param>
    /// <param name="json">Options with the JSON metadata of the source.</param>
    public static T For<T>(HttpClient client, SourceHttpSettings settings, JsonSerializerOptions json)
        where T : class
    {
        var logger = settings.LoggerFactory.CreateLogger(HttpLog.Category);
        var options = new JsonSerializerOptions(json)
        {
            MaxDepth = settings.Options.Limits.MaxJsonDepth,
            TypeInfoResolver = json.TypeInfoResolver!.WithAddedModifier(type => SkipNullElements(type, settings.SourceName, logger)),
        };
        return RestService.ForGenerated<T>(client, new RefitSettings(new ContentSerializer(options, settings, logger), new UrlFormatter())
        {
            // Refit sets a version on each request: the one of the client, which a host may have set for all of its clients.
            Version = client.DefaultRequestVersion,
            VersionPolicy = client.DefaultVersionPolicy,

            // Without it bodies are sent in chunks, which some servers refuse.
            Buffered = true,

            // The handlers have made the exceptions of this package already.
            ExceptionFactory = static _ => default,
            TransportExceptionFactory = static (_, exception, _) => exception,
            DeserializationExceptionFactory = Rethrow,
        });
    }

    /// <summary>Throws the exception in place of returning it: an <see cref="ApiResponse{T}"/> keeps a returned one only if it is Refit's own.</summary>
    private static ValueTask<Exception?> Rethrow(HttpResponseMessage response, Exception exception)
    {
        response.Dispose();
        ExceptionDispatchInfo.Throw(exception);
        return default;
    }

    /// <summary>Takes the null elements out of the lists that a response holds: their types do not allow them.</summary>
    private static void SkipNullElements(JsonTypeInfo type, string sourceName, ILogger logger)
    {
        if (type is not { Kind: JsonTypeInfoKind.Enumerable, ElementType.IsValueType: false })
            return;
        type.OnDeserialized = list =>
        {
            var elements = (IList)list;
            var kept = 0;
            for (var i = 0; i < elements.Count; i++)
            {
                if (elements[i] is not { } element)
                    continue;
                if (kept < i)
                    elements[kept] = element;
                kept++;
            }

            if (kept == elements.Count)
                return;
            HttpLog.NullElementsSkipped(logger, sourceName, type.ElementType!.Name, elements.Count - kept);
            while (elements.Count > kept)
                elements.RemoveAt(elements.Count - 1);
        };
    }

    /// <summary>Writes a Boolean as JSON does, <c>true</c>, which is what the services document; .NET writes <c>True</c>.</summary>
    private sealed class UrlFormatter : DefaultUrlParameterFormatter
    {
        public override string? Format(object? value, ICustomAttributeProvider attributeProvider, Type type) =>
            value is bool flag ? (flag ? "true" : "false") : base.Format(value, attributeProvider, type);
    }
}
