using System.Reflection;

namespace TraceClient.Http;

/// <summary>Writes request bodies and reads response bodies for Refit: with limits,
/// and with typed exceptions in place of those that quote a body.</summary>
/// <param name="types">The types of the source's responses.</param>
/// <param name="json">The options with the JSON metadata of the source's request bodies; null where it has none.</param>
/// <param name="settings">The settings of the source.</param>
/// <param name="logger">Logs elements of lists that are skipped.</param>
internal sealed class ContentSerializer(WireTypes types, JsonSerializerOptions? json, SourceHttpSettings settings, ILogger logger)
    : IHttpContentSerializer, IStreamingContentSerializer
{
    private const int BufferSize = 8 * 1024;

    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");

    public HttpContent ToHttpContent<T>(T item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(item, json!.GetTypeInfo(typeof(T)));
        return new ByteArrayContent(bytes) { Headers = { ContentType = Json } };
    }

    public async Task<T?> FromHttpContentAsync<T>(HttpContent content, CancellationToken cancellationToken = default)
    {
        var response = (ResponseContent)content;
        var stream = await response.OpenAsync(isValue: true, cancellationToken).ConfigureAwait(false);
        await using var _ = stream.ConfigureAwait(false);
        using var body = new InputWindow(stream, long.MaxValue, int.MaxValue, BufferSize);
        while (!body.IsFinal)
        {
            await body.FillAsync(body.Window.Length + 1, cancellationToken).ConfigureAwait(false);
            if (body.Window.Length > settings.Options.Limits.MaxBodyBytes)
                throw new FormatErrors(response.Context).With(body.Window).BodyTooLarge();
        }

        return ReadValue<T>(body, response.Context);
    }

    public async IAsyncEnumerable<T?> DeserializeStreamAsync<T>(
        Stream stream, StreamingContentFormat format, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var reader = new JsonArrayReader<T>(stream, types.Find<T>(), ((ResponseStream)stream).Context);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            yield return reader.Current;
        LogSkipped<T>(reader.Skipped);
    }

    /// <summary>Gets no name: no request of ours is a form.</summary>
    public string? GetFieldNameForProperty(PropertyInfo propertyInfo) => null;

    private T? ReadValue<T>(InputWindow body, ResponseContext context)
    {
        body.Consume(InputWindow.ByteOrderMarkLength(body.Window));
        var text = body.Window.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty && settings.MayBeEmpty(context.Method, context.Request.Operation))
            return default;
        if (text.IsEmpty || !BodyPreview.StartsJson((char)text[0]))
            throw new FormatErrors(context).With(body.Window).NotJson();

        var reader = new WireReader(body.Window, isFinal: true, settings.Options.Limits.MaxJsonDepth, new WireMemory());
        try
        {
            reader.Read();
            var (token, start) = (reader.Token, reader.Start);
            var value = types.Find<T>()(ref reader);
            reader.Read();
            if (value is null && !(token == JsonTokenType.Null && settings.IsOptional(context.Request.Operation)))
                throw new FormatErrors(context).With(body.Window).WrongValue(typeof(T).IsGenericType, (char)text[0], body.Position + start);
            LogSkipped<T>(reader.Skipped);
            return value;
        }
        catch (JsonException exception)
        {
            throw new FormatErrors(context).With(body.Window).From(exception, body.Window, body.Position, isFinal: true);
        }
    }

    private void LogSkipped<T>(int count)
    {
        if (count > 0)
            HttpLog.ElementsSkipped(
                logger, settings.SourceName, (typeof(T).IsGenericType ? typeof(T).GetGenericArguments()[0] : typeof(T)).Name, count);
    }
}
