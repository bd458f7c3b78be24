using System.Reflection;
using Refit;

namespace TraceClient.Http;

/// <summary>Writes request bodies and reads response bodies for Refit: with limits, and with typed exceptions in place of those that quote a body.</summary>
/// <param name="types">The types of the source's responses.</param>
/// <param name="json">The options with the JSON metadata of the source's request bodies; null where it has none.</param>
/// <param name="settings">The settings of the source.</param>
/// <param name="logger">Logs elements of lists that are skipped.</param>
internal sealed class ContentSerializer(WireTypes types, JsonSerializerOptions? json, SourceHttpSettings settings, ILogger logger)
    : IHttpContentSerializer, IStreamingContentSerializer
{
    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");

    public HttpContent ToHttpContent<T>(T item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(item, TypeInfo<T>())) { Headers = { ContentType = Json } };
    }

    public async Task<T?> FromHttpContentAsync<T>(HttpContent content, CancellationToken cancellationToken = default)
    {
        var response = (ResponseContent)content;
        var stream = await response.OpenValueAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = stream.ConfigureAwait(false);
        using var body = new BodyBuffer(settings.Options.Limits.MaxBodyBytes, response.Context);
        await body.ReadAsync(stream, cancellationToken).ConfigureAwait(false);
        return ReadValue<T>(body, response.Context);
    }

    public async IAsyncEnumerable<T?> DeserializeStreamAsync<T>(
        Stream stream, StreamingContentFormat format, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var context = ((ResponseStream)stream).Context;
        var limits = settings.Options.Limits;
        using var reader = new JsonArrayReader<T>(
            stream, types.Find<T>().Read, limits.MaxElementBytes, limits.MaxJsonDepth, new FormatErrors(context), settings.ListMember);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            yield return reader.Current;
        LogSkipped<T>(reader.Skipped);
    }

    /// <summary>Gets no name: no request of ours is a form.</summary>
    public string? GetFieldNameForProperty(PropertyInfo propertyInfo) => null;

    private JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)json!.GetTypeInfo(typeof(T));

    private T? ReadValue<T>(BodyBuffer body, ResponseContext context)
    {
        var request = context.Request;
        if (body.IsBlank && settings.MayBeEmpty(request.Method, request.Operation))
            return default;

        var (kind, read) = types.Find<T>();
        var reader = new WireReader(body.Json, isFinal: true, settings.Options.Limits.MaxJsonDepth, new WireMemory());
        try
        {
            reader.Read();
            var (token, start) = (reader.Token, reader.Start);
            var value = read(ref reader);
            reader.Read();
            if (value is null && !(token == JsonTokenType.Null && settings.IsOptional(request.Operation)))
                throw body.WrongValue(kind, start);
            LogSkipped<T>(reader.Skipped);
            return value;
        }
        catch (JsonException exception)
        {
            throw body.Translate(exception);
        }
    }

    private void LogSkipped<T>(int count)
    {
        if (count > 0)
            HttpLog.ElementsSkipped(logger, settings.SourceName, (typeof(T).IsGenericType ? typeof(T).GetGenericArguments()[0] : typeof(T)).Name, count);
    }
}
