using System.Net.Http.Headers;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Refit;

namespace TraceClient.Http;

/// <summary>Writes request bodies and reads response bodies for Refit: with limits, and with typed exceptions in place of those that quote a body.</summary>
/// <param name="options">The options with the source's JSON metadata.</param>
/// <param name="settings">The settings of the source.</param>
/// <param name="logger">Logs null elements.</param>
internal sealed class ContentSerializer(JsonSerializerOptions options, SourceHttpSettings settings, ILogger logger)
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
        var errors = new FormatErrors(response.Context);
        var stream = await response.OpenValueAsync(cancellationToken).ConfigureAwait(false);
        var body = new BodyStream(stream, settings.Options.Limits.MaxBodyBytes, errors);
        await using (body.ConfigureAwait(false))
            return await ReadValueAsync(body, TypeInfo<T>(), response.Context, errors, cancellationToken).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<T?> DeserializeStreamAsync<T>(
        Stream stream, StreamingContentFormat format, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var context = ((ResponseStream)stream).Context;
        var list = settings.Unwrap?.Invoke(stream) ?? stream;
        await using var _ = list.ConfigureAwait(false);
        using var reader = new JsonArrayReader<T>(list, TypeInfo<T>(), settings.Options.Limits.MaxElementBytes, new FormatErrors(context));
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            yield return reader.Current;
        if (reader.Nulls > 0)
            HttpLog.NullElementsSkipped(logger, settings.SourceName, typeof(T).Name, reader.Nulls);
    }

    /// <summary>Gets no name: no request of ours is a form.</summary>
    public string? GetFieldNameForProperty(PropertyInfo propertyInfo) => null;

    private JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));

    private async Task<T?> ReadValueAsync<T>(
        BodyStream body, JsonTypeInfo<T> type, ResponseContext context, FormatErrors errors, CancellationToken cancellationToken)
    {
        try
        {
            var value = await JsonSerializer.DeserializeAsync(body, type, cancellationToken).ConfigureAwait(false);
            return value is not null || settings.IsOptional(context.Request.Operation) ? value : throw errors.WrongValue(type.Kind, (byte)'n', "$", body.Count, body.Preview);
        }
        catch (JsonException) when (body is { IsAtEnd: true, Count: 0 } && settings.MayBeEmpty(context.Request.Method, context.Request.Operation))
        {
            return default;
        }
        catch (JsonException exception)
        {
            throw Translate(exception, body, type.Kind, errors);
        }
        catch (Exception exception) when (!body.IsReading && FormatErrors.IsOfConverter(exception))
        {
            throw errors.Mismatch("$", offset: null, body.Preview);
        }
    }

    private static TraceFormatException Translate(JsonException exception, BodyStream body, JsonTypeInfoKind kind, FormatErrors errors)
    {
        if (!FormatErrors.StartsJson(body.Preview.FirstByte))
            return errors.NotJson(body.Preview);

        var offset = body.OffsetOf(exception.LineNumber, exception.BytePositionInLine);
        var path = FormatErrors.MaskPath(exception.Path);
        return FormatErrors.IsSyntax(exception) switch
        {
            true when FormatErrors.IsTooDeep(exception) => errors.TooDeep(path, offset, body.Preview),
            true when body.IsAtEnd && offset >= body.Count => errors.Truncated(path, body.Count, body.Preview),
            true => errors.Malformed(path, offset, body.Preview),
            false when path is "$" => errors.WrongValue(kind, body.Preview.FirstByte, path, offset, body.Preview),
            false => errors.Mismatch(path, offset, body.Preview),
        };
    }
}
