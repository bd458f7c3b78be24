using System.ComponentModel;

namespace TraceClient;

/// <summary>Converts the types of the model to JSON and back. They name it themselves: nobody has to add it to options.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TraceJsonConverter : JsonConverterFactory
{
    /// <inheritdoc/>
    public override bool CanConvert(Type typeToConvert) => ConverterOf(typeToConvert) is not null;

    /// <inheritdoc/>
    public override JsonConverter? CreateConverter(Type typeToConvert, JsonSerializerOptions options) => ConverterOf(typeToConvert);

    private static JsonConverter? ConverterOf(Type type) => type switch
    {
        _ when type == typeof(Trace) => OfObject<Trace>(TraceJsonWriter.Write, TraceJsonReader.ReadTrace),
        _ when type == typeof(TraceSummary) => OfObject<TraceSummary>(TraceJsonWriter.Write, TraceJsonReader.ReadSummary),
        _ when type == typeof(Span) => OfObject<Span>(TraceJsonWriter.Write, TraceJsonReader.ReadSpan),
        _ when type == typeof(Record) => OfObject<Record>(TraceJsonWriter.Write, TraceJsonReader.ReadRecord),
        _ when type == typeof(SpanLink) => OfObject<SpanLink>(TraceJsonWriter.Write, TraceJsonReader.ReadLink),
        _ when type == typeof(TraceWarning) => OfObject<TraceWarning>(TraceJsonWriter.Write, TraceJsonReader.ReadWarning),
        _ when type == typeof(TraceReference) => OfString(value => value.ToString(), TraceJsonReader.ReadReference),
        _ when type == typeof(TraceTimestamp) => OfString(value => value.ToString(), TraceJsonReader.ReadTimestamp),
        _ when type == typeof(SpanType) => OfString(value => value.Value, TraceJsonReader.ReadType),
        _ when type == typeof(AttributeMap) => new ModelConverter<AttributeMap>(JsonValueWriter.Write, JsonValueReader.ReadMap),
        _ when type == typeof(AttributeValue) => new ModelConverter<AttributeValue>(JsonValueWriter.Write, JsonValueReader.Read),
        _ when type == typeof(JsonPayload) =>
            new ModelConverter<JsonPayload>((writer, value) => value.WriteTo(writer), TraceJsonReader.ReadPayload),
        _ => null,
    };

    private static ModelConverter<T> OfObject<T>(Action<Utf8JsonWriter, T> members, Func<JsonElement, T> read) =>
        new((writer, value) => writer.WriteObject(value, members), read);

    private static ModelConverter<T> OfString<T>(Func<T, string> text, Func<JsonElement, T> read) =>
        new((writer, value) => JsonValueWriter.Write(writer, text(value)), read);
}

/// <summary>Converts one type of the model. Names and forms are fixed: no option changes them.</summary>
internal sealed class ModelConverter<T>(Action<Utf8JsonWriter, T> write, Func<JsonElement, T> read) : JsonConverter<T>
{
    // JSON null is a value of these; a class takes it for null, and other structs refuse it.
    public override bool HandleNull => typeof(T) == typeof(AttributeValue) || typeof(T) == typeof(JsonPayload);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return TraceJsonReader.Read("$", document.RootElement, read);
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => write(writer, value);
}
