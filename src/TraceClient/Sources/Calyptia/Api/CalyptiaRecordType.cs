namespace TraceClient.Calyptia;

/// <summary>Which step of a pipeline an event is of. An open set: a number that the SDK does not know survives as it came.</summary>
[JsonConverter(typeof(CalyptiaRecordTypeConverter))]
public readonly record struct CalyptiaRecordType
{
    private readonly string? _value;

    /// <summary>Initializes a new instance with a type as the wire has it, such as <c>1</c>.</summary>
    public CalyptiaRecordType(string value) => _value = value;

    /// <summary>Gets type 1: the chunk as an input left it.</summary>
    public static CalyptiaRecordType Input { get; } = new("1");

    /// <summary>Gets type 2: a batch of records that a filter changed.</summary>
    public static CalyptiaRecordType Filter { get; } = new("2");

    /// <summary>Gets type 3: the chunk as the outputs will get it.</summary>
    public static CalyptiaRecordType PreOutput { get; } = new("3");

    /// <summary>Gets type 4: a delivery by an output.</summary>
    public static CalyptiaRecordType Output { get; } = new("4");

    /// <summary>Gets the number as text; empty when there is none.</summary>
    public string Value => _value ?? "";

    /// <summary>Gets whether its events carry all log records of the chunk;
    /// what they have as the start is the time of the last one.</summary>
    internal bool IsOfWholeChunk => this == Input || this == PreOutput;

    /// <summary>Returns the number as text.</summary>
    public override string ToString() => Value;
}

/// <summary>Keeps the number of a type, or what stands in its place, as text.</summary>
internal sealed class CalyptiaRecordTypeConverter : JsonConverter<CalyptiaRecordType>
{
    public override CalyptiaRecordType Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, CalyptiaRecordType value, JsonSerializerOptions options)
    {
        if (long.TryParse(value.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number))
            writer.WriteNumberValue(number);
        else
            writer.WriteStringValue(value.Value);
    }
}
