namespace TraceClient;

/// <summary>The value of an attribute. Any JSON value has one; the default value is <see cref="AttributeValueKind.Null"/>.</summary>
[JsonConverter(typeof(TraceJsonConverter))]
public readonly record struct AttributeValue
{
    private readonly object? _reference;
    private readonly long _bits;

    private AttributeValue(AttributeValueKind kind, object? reference, long bits = 0)
    {
        Kind = kind;
        _reference = reference;
        _bits = bits;
    }

    /// <summary>Gets the kind of the value.</summary>
    public AttributeValueKind Kind { get; }

    /// <summary>Gets the text; null when the value is not a string.</summary>
    public string? AsString => Kind == AttributeValueKind.String ? (string)_reference! : null;

    /// <summary>Gets the Boolean value; null when the value is of another kind.</summary>
    public bool? AsBoolean => Kind == AttributeValueKind.Boolean ? _bits != 0 : null;

    /// <summary>Gets the whole number; null when the value is none.</summary>
    public long? AsInt64 => Kind == AttributeValueKind.Int64 ? _bits : null;

    /// <summary>Gets the number, whole or not; null when the value is none.</summary>
    public double? AsDouble => Kind switch
    {
        AttributeValueKind.Double => BitConverter.Int64BitsToDouble(_bits),
        AttributeValueKind.Int64 => _bits,
        _ => null,
    };

    /// <summary>Gets the list; null when the value is none.</summary>
    public IReadOnlyList<AttributeValue>? AsList => Kind == AttributeValueKind.List ? (IReadOnlyList<AttributeValue>)_reference! : null;

    /// <summary>Gets the map; null when the value is none.</summary>
    public AttributeMap? AsMap => Kind == AttributeValueKind.Map ? (AttributeMap)_reference! : null;

    /// <summary>Returns a text.</summary>
    public static AttributeValue From(string? value) => value is null ? default : new(AttributeValueKind.String, value);

    /// <summary>Creates a Boolean value.</summary>
    public static AttributeValue From(bool value) => new(AttributeValueKind.Boolean, reference: null, value ? 1 : 0);

    /// <summary>Returns a whole number.</summary>
    public static AttributeValue From(long value) => new(AttributeValueKind.Int64, reference: null, value);

    /// <summary>Returns a number.</summary>
    public static AttributeValue From(double value) =>
        new(AttributeValueKind.Double, reference: null, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Returns a list, which is copied.</summary>
    public static AttributeValue From(IEnumerable<AttributeValue> values) => new(AttributeValueKind.List, values.ToArray());

    /// <summary>Returns a map.</summary>
    public static AttributeValue From(AttributeMap map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return new(AttributeValueKind.Map, map);
    }

    /// <summary>Returns the value of any JSON.</summary>
    public static AttributeValue From(JsonPayload payload) => payload.IsNull ? default : From(payload.ToElement());

    /// <inheritdoc cref="From(JsonPayload)"/>
    public static AttributeValue From(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => From(TextOf(element)),
        JsonValueKind.True => From(value: true),
        JsonValueKind.False => From(value: false),
        JsonValueKind.Number => FromNumber(element),
        JsonValueKind.Array => From(element.EnumerateArray().Select(From)),
        JsonValueKind.Object => From(AttributeMap.From(element)),
        _ => default,
    };

    /// <summary>Returns a text.</summary>
    public static implicit operator AttributeValue(string? value) => From(value);

    /// <summary>Converts a Boolean to an attribute value.</summary>
    public static implicit operator AttributeValue(bool value) => From(value);

    /// <summary>Returns a whole number.</summary>
    public static implicit operator AttributeValue(long value) => From(value);

    /// <summary>Returns a number.</summary>
    public static implicit operator AttributeValue(double value) => From(value);

    /// <summary>Writes the value as plain JSON: a double with a point or an exponent,
    /// NaN and the infinities, which JSON has no number for, as strings.</summary>
    /// <remarks>What <see cref="JsonSerializer"/> writes is read back as the same value.</remarks>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (Kind)
        {
            case AttributeValueKind.Null:
                writer.WriteNullValue();
                break;
            case AttributeValueKind.String:
                writer.WriteStringValue((string)_reference!);
                break;
            case AttributeValueKind.Boolean:
                writer.WriteBooleanValue(_bits != 0);
                break;
            case AttributeValueKind.Int64:
                writer.WriteNumberValue(_bits);
                break;
            case AttributeValueKind.Double:
                WriteDouble(writer);
                break;
            case AttributeValueKind.List:
                writer.WriteStartArray();
                foreach (var item in AsList!)
                    item.WriteTo(writer);
                writer.WriteEndArray();
                break;
            default:
                AsMap!.WriteTo(writer);
                break;
        }
    }

    /// <summary>Returns a string as it is, anything else as JSON.</summary>
    public override string ToString()
    {
        switch (Kind)
        {
            case AttributeValueKind.Null: return "null";
            case AttributeValueKind.String: return (string)_reference!;
            case AttributeValueKind.Boolean: return _bits != 0 ? "true" : "false";
            case AttributeValueKind.Int64: return _bits.ToString(CultureInfo.InvariantCulture);
            case AttributeValueKind.Double:
                return _reference as string ?? BitConverter.Int64BitsToDouble(_bits).ToString("R", CultureInfo.InvariantCulture);
            default:
                var buffer = new System.Buffers.ArrayBufferWriter<byte>();
                using (var writer = new Utf8JsonWriter(buffer))
                    WriteTo(writer);
                return Encoding.UTF8.GetString(buffer.WrittenSpan);
        }
    }

    /// <inheritdoc/>
    public bool Equals(AttributeValue other) => Kind == other.Kind && Kind switch
    {
        AttributeValueKind.List => AsList!.SequenceEqual(other.AsList!),
        AttributeValueKind.Double when _reference is null && other._reference is null =>
            BitConverter.Int64BitsToDouble(_bits).Equals(BitConverter.Int64BitsToDouble(other._bits)),
        _ => _bits == other._bits && Equals(_reference, other._reference),
    };

    /// <inheritdoc/>
    public override int GetHashCode() => Kind switch
    {
        AttributeValueKind.List => HashCode.Combine(Kind, AsList!.Count),
        AttributeValueKind.Double => HashCode.Combine(Kind, BitConverter.Int64BitsToDouble(_bits)),
        _ => HashCode.Combine(Kind, _bits, _reference),
    };

    private static AttributeValue FromNumber(JsonElement element)
    {
        if (element.TryGetInt64(out var whole))
            return From(whole);

        // A number that no double holds exactly keeps its text, so that it is written as it came.
        var value = element.TryGetDouble(out var number) ? number : double.PositiveInfinity;
        var text = element.GetRawText();
        return new(AttributeValueKind.Double, text == TextOf(value) ? null : text, BitConverter.DoubleToInt64Bits(value));
    }

    private static string TextOf(double value) =>
        value.ToString("R", CultureInfo.InvariantCulture) is var text && text.AsSpan().ContainsAny(".EN∞") ? text : text + ".0";

    private static string TextOf(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // An escape of half a surrogate pair: valid JSON, but no text.
            return element.GetRawText()[1..^1];
        }
    }

    private void WriteDouble(Utf8JsonWriter writer)
    {
        var value = BitConverter.Int64BitsToDouble(_bits);
        if (_reference is null && !double.IsFinite(value))
            writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
        else
            writer.WriteRawValue(_reference as string ?? TextOf(value), skipInputValidation: true);
    }
}

/// <summary>Specifies the kind of an <see cref="AttributeValue"/>.</summary>
public enum AttributeValueKind
{
    /// <summary>JSON <c>null</c>: the source named the attribute and gave it no value.</summary>
    Null,

    /// <summary>Text.</summary>
    String,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A whole number that fits 64 bits with a sign.</summary>
    Int64,

    /// <summary>Any other number.</summary>
    Double,

    /// <summary>A list of values.</summary>
    List,

    /// <summary>A map from names to values.</summary>
    Map,
}
