using System.Text.Encodings.Web;

namespace TraceClient.Otlp;

/// <summary>Writes OTLP/JSON: one object, or one object a line for each trace.</summary>
internal sealed class JsonSpanEncoder : ISpanEncoder
{
    private readonly IBufferWriter<byte> _output;
    private readonly bool _isLines;
    private readonly Utf8JsonWriter _json;
    private WireResource? _resource;
    private WireScope? _scope;
    private bool _isOpen;

    public JsonSpanEncoder(IBufferWriter<byte> output, bool isLines)
    {
        (_output, _isLines) = (output, isLines);
        _json = new Utf8JsonWriter(
            output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
    }

    public void Write(in WireEntry entry)
    {
        if (!_isOpen)
            Open();
        if (!ReferenceEquals(_resource, entry.Resource))
        {
            CloseResource();
            OpenResource(entry.Resource);
        }

        if (!ReferenceEquals(_scope, entry.Scope))
        {
            CloseScope();
            OpenScope(entry.Scope);
        }

        JsonSpanWriter.Write(_json, entry.Span);
        _json.Flush();
    }

    public void EndTrace()
    {
        if (!_isLines || !_isOpen)
            return;
        Close();
        _output.Write("\n"u8);
        _json.Reset();
    }

    public void End()
    {
        if (_isLines)
            return;

        // A document without spans is still a document.
        if (!_isOpen)
        {
            _json.WriteStartObject();
            _json.WriteEndObject();
            _json.Flush();
            return;
        }

        Close();
    }

    public void Dispose() => _json.Dispose();

    private void Open()
    {
        _json.WriteStartObject();
        _json.WriteStartArray("resourceSpans"u8);
        _isOpen = true;
    }

    private void Close()
    {
        CloseResource();
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
        _isOpen = false;
    }

    private void OpenResource(WireResource resource)
    {
        _resource = resource;
        _json.WriteStartObject();
        if (resource.Attributes.Count > 0 || resource.DroppedAttributes > 0)
        {
            _json.WriteStartObject("resource"u8);
            JsonSpanWriter.WriteAttributes(_json, resource.Attributes);
            JsonSpanWriter.WriteNumber(_json, "droppedAttributesCount"u8, resource.DroppedAttributes);
            _json.WriteEndObject();
        }

        _json.WriteStartArray("scopeSpans"u8);
    }

    private void CloseResource()
    {
        if (_resource is null)
            return;
        CloseScope();
        _json.WriteEndArray();
        _json.WriteEndObject();
        _resource = null;
    }

    private void OpenScope(WireScope scope)
    {
        _scope = scope;
        _json.WriteStartObject();
        _json.WriteStartObject("scope"u8);
        JsonSpanWriter.WriteText(_json, "name"u8, scope.Name);
        JsonSpanWriter.WriteText(_json, "version"u8, scope.Version);
        _json.WriteEndObject();
        _json.WriteStartArray("spans"u8);
    }

    private void CloseScope()
    {
        if (_scope is null)
            return;
        _json.WriteEndArray();
        _json.WriteEndObject();
        _scope = null;
    }
}
