namespace TraceClient.Tool;

/// <summary>Represents a parameter of a tool: its JSON schema is written, and its argument read, from the same definition.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type.</param>
/// <param name="Description">The description for the model; empty for a name that needs none.</param>
internal sealed record ToolParameter(string Name, ToolParameterType Type, string Description = "")
{
    /// <summary>Gets the allowed values; empty for any.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Gets the minimum of an integer.</summary>
    public int Min { get; init; }

    /// <summary>Gets the maximum of an integer, or the maximum number of items of a list.</summary>
    public int Max { get; init; } = int.MaxValue;

    /// <summary>Gets the value that is used without an argument; null for none.</summary>
    public int? Default { get; init; }

    /// <summary>Gets a value that indicates whether an argument is required.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Gets the parameter for the reference of a trace.</summary>
    public static ToolParameter Reference { get; } =
        new("ref", ToolParameterType.Text, "Reference of the trace, such as galtea:inferenceResult_12") { IsRequired = true };

    /// <summary>Gets the parameter for the maximum length of a response.</summary>
    public static ToolParameter MaxChars { get; } = new("max_chars", ToolParameterType.Integer, "Budget of the response")
    {
        Min = ResponseBudget.Min,
        Max = ResponseBudget.Max,
        Default = ResponseBudget.Default,
    };

    /// <summary>Gets the parameter for the position at which a truncated list goes on.</summary>
    public static ToolParameter Cursor { get; } = new("cursor", ToolParameterType.Text, "As the response before says");

    /// <summary>Writes the schema of an object with the parameters as properties.</summary>
    public static JsonElement ToSchema(IReadOnlyList<ToolParameter> parameters)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "object");
            writer.WriteStartObject("properties");
            foreach (var parameter in parameters)
                parameter.Write(writer);
            writer.WriteEndObject();
            if (parameters.Any(parameter => parameter.IsRequired))
            {
                writer.WriteStartArray("required");
                foreach (var parameter in parameters.Where(parameter => parameter.IsRequired))
                    writer.WriteStringValue(parameter.Name);
                writer.WriteEndArray();
            }

            writer.WriteBoolean("additionalProperties", false);
            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject(Name);
        writer.WriteString("type", Type switch
        {
            ToolParameterType.TextList => "array",
            ToolParameterType.Integer => "integer",
            ToolParameterType.Flag => "boolean",
            _ => "string",
        });
        if (Type == ToolParameterType.TextList)
        {
            writer.WriteStartObject("items");
            writer.WriteString("type", "string");
            WriteValues(writer);
            writer.WriteEndObject();
        }
        else
        {
            WriteValues(writer);
        }

        if (Description.Length > 0)
            writer.WriteString("description", Description);
        if (Type == ToolParameterType.Integer && Max < int.MaxValue)
            writer.WriteNumber("maximum", Max);
        if (Default is { } value)
            writer.WriteNumber("default", value);
        writer.WriteEndObject();
    }

    private void WriteValues(Utf8JsonWriter writer)
    {
        if (Values.Count == 0)
            return;
        writer.WriteStartArray("enum");
        foreach (var value in Values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}

/// <summary>Defines the types of a tool's parameter.</summary>
internal enum ToolParameterType
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A list of texts.</summary>
    TextList,

    /// <summary>An integer.</summary>
    Integer,

    /// <summary>True or false.</summary>
    Flag,
}
