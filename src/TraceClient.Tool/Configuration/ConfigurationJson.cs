using System.Text.Unicode;

namespace TraceClient.Tool;

/// <summary>Reads JSON with comments and trailing commas into keys with line numbers.</summary>
internal ref struct ConfigurationJson
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly string _path;
    private readonly List<ConfigurationEntry> _entries = [];
    private readonly HashSet<string> _keys = new(StringComparer.OrdinalIgnoreCase);
    private Utf8JsonReader _reader;
    private int _line = 1;
    private int _counted;

    private ConfigurationJson(ReadOnlySpan<byte> json, string path)
    {
        _json = json;
        _path = path;
        _reader = new Utf8JsonReader(
            json, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
    }

    /// <summary>Reads the content of a file.</summary>
    /// <exception cref="ConfigurationException">The content is not a JSON object, or has a duplicate key.</exception>
    public static List<ConfigurationEntry> Read(ReadOnlySpan<byte> json, string path)
    {
        ThrowIfNotUtf8(json, path);
        var reader = new ConfigurationJson(json.StartsWith(Encoding.UTF8.Preamble) ? json[3..] : json, path);
        try
        {
            if (reader._reader.Read() && reader._reader.TokenType == JsonTokenType.StartObject)
                reader.ReadObject("");
            else
                throw reader.Invalid(1, "The file does not contain a JSON object");
            reader._reader.Read();
            return reader._entries;
        }
        catch (JsonException exception)
        {
            // The message of the exception is not used, since it can quote a token.
            throw new ConfigurationException(string.Create(
                CultureInfo.InvariantCulture,
                $"{path}:{exception.LineNumber + 1}:{exception.BytePositionInLine + 1}: Invalid JSON."));
        }
        catch (InvalidOperationException)
        {
            throw reader.Invalid(reader.Line(), "The text is not valid Unicode");
        }
    }

    // Checked here, since the reader ignores invalid bytes in comments and reports those elsewhere as invalid JSON.
    private static void ThrowIfNotUtf8(ReadOnlySpan<byte> text, string path)
    {
        if (Utf8.IsValid(text))
            return;
        var rest = text;
        var line = 1;
        while (Rune.DecodeFromUtf8(rest, out var rune, out var count) == OperationStatus.Done)
        {
            line += rune.Value == '\n' ? 1 : 0;
            rest = rest[count..];
        }

        throw new ConfigurationException(
            string.Create(CultureInfo.InvariantCulture, $"{path}:{line}: The text is not valid UTF-8. Save the file as UTF-8."));
    }

    private void ReadObject(string prefix)
    {
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var line = Line();
            var key = prefix + _reader.GetString();
            if (!_keys.Add(key))
                throw Invalid(line, $"Duplicate key {key}");
            _reader.Read();
            ReadValue(key, line);
        }
    }

    private void ReadValue(string key, int line)
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                _entries.Add(new ConfigurationEntry(key, null, line));
                ReadObject($"{key}:");
                break;
            case JsonTokenType.StartArray:
                for (var i = 0; _reader.Read() && _reader.TokenType != JsonTokenType.EndArray; i++)
                    ReadValue(string.Create(CultureInfo.InvariantCulture, $"{key}:{i}"), Line());
                break;
            case JsonTokenType.Null:
                break;
            case JsonTokenType.String:
                _entries.Add(new ConfigurationEntry(key, _reader.GetString()!, line));
                break;
            default:
                _entries.Add(new ConfigurationEntry(key, Encoding.UTF8.GetString(_reader.ValueSpan), line));
                break;
        }
    }

    private int Line()
    {
        var start = (int)_reader.TokenStartIndex;
        _line += _json[_counted..start].Count((byte)'\n');
        _counted = start;
        return _line;
    }

    private readonly ConfigurationException Invalid(int line, string problem) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{_path}:{line}: {problem}."));
}

/// <summary>Represents a value or an object of a configuration file.</summary>
/// <param name="Key">The path of names, separated by colons.</param>
/// <param name="Value">The value as text; null for an object.</param>
/// <param name="Line">The line of the name, from 1.</param>
internal sealed record ConfigurationEntry(string Key, string? Value, int Line);
