namespace TraceClient.Otlp;

/// <summary>
/// Assigns the resource and the scope to the spans of a group while it is read. Both are before the spans in most data; if they follow, the
/// spans are buffered.
/// </summary>
internal sealed class SpanGroup(List<WireEntry> output)
{
    private static readonly WireResource NoResource = new();
    private static readonly WireScope NoScope = new();

    private readonly List<(WireScope? Scope, WireSpan Span)> _waiting = [];
    private WireResource? _resource;
    private WireScope? _scope;

    public void BeginResource()
    {
        _resource = null;
        _scope = null;
    }

    public void BeginScope() => _scope = null;

    public void Add(WireResource resource)
    {
        _resource = resource;
        Release();
    }

    public void Add(WireScope scope)
    {
        _scope = scope;
        NameWaiting(scope);
        Release();
    }

    public void Add(WireSpan span)
    {
        if (_resource is not null && _scope is not null)
            output.Add(new WireEntry(_resource, _scope, span));
        else
            _waiting.Add((_scope, span));
    }

    public void EndScope()
    {
        NameWaiting(_scope ?? NoScope);
        Release();
    }

    public void EndResource()
    {
        _resource ??= NoResource;
        Release();
    }

    private void NameWaiting(WireScope scope)
    {
        for (var i = _waiting.Count - 1; i >= 0 && _waiting[i].Scope is null; i--)
            _waiting[i] = (scope, _waiting[i].Span);
    }

    private void Release()
    {
        if (_resource is null || _waiting.Exists(waiting => waiting.Scope is null))
            return;
        output.AddRange(_waiting.Select(waiting => new WireEntry(_resource, waiting.Scope!, waiting.Span)));
        _waiting.Clear();
    }
}
