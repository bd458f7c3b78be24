namespace TraceClient.Tool;

/// <summary>Reads JSON, with comments and trailing commas, into keys with the lines that they stand on.</summary>
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

    /// <summary>Reads a file that has been read into memory.</summary>
    /// <exception cref="ConfigurationException">This is no JSON object, or has a key twice; the message says on which line.</exception>
    public static List<ConfigurationEntry> Read(ReadOnlySpan<byte> json, string path)
    {
        var reader = new ConfigurationJson(json.StartsWith(Encoding.UTF8.Preamble) ? json[3..] : json, path);
        try
        {
            if (reader._reader.Read() && reader._reader.TokenType == JsonTokenType.StartObject)
                reader.ReadObject("");
            else
                throw reader.Wrong(1, "the file holds no JSON object");
            reader._reader.Read();
            return reader._entries;
        }
        catch (JsonException exception)
        {
            // The exception's own text can quote what stands there: a token without quotation marks.
            throw new ConfigurationException(string.Create(
                CultureInfo.InvariantCulture,
                $"{path}:{exception.LineNumber + 1}:{exception.BytePositionInLine + 1}: this is no valid JSON."));
        }
        catch (InvalidOperationException)
        {
            throw reader.Wrong(reader.Line(), "a text is not valid Unicode");
        }
    }

    private void ReadObject(string prefix)
    {
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var line = Line();
            var key = prefix + _reader.GetString();
            if (!_keys.Add(key))
                throw Wrong(line, $"{key} is there twice");
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

    private readonly ConfigurationException Wrong(int line, string problem) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{_path}:{line}: {problem}."));
}
