namespace TraceClient.Testing;

/// <summary>Writes the spans of a trace as a flat list or as a tree, which omits each span whose parent is not stored.</summary>
internal sealed class KubiyaSpanTreeWriter
{
    private readonly KubiyaStore _store;
    private readonly KubiyaWriter _writer;
    private readonly KubiyaTrace _trace;
    private readonly IReadOnlyList<KubiyaAddedSpan> _added;
    private readonly ILookup<string, int> _addedByParent;

    public KubiyaSpanTreeWriter(KubiyaStore store, KubiyaWriter writer, KubiyaTrace trace)
    {
        (_store, _writer, _trace) = (store, writer, trace);
        _added = store.AddedSpans(trace.TraceId);
        _addedByParent = Enumerable.Range(0, _added.Count).ToLookup(at => _added[at].ParentSpanId ?? "", StringComparer.Ordinal);
    }

    private KubiyaData Data => _store.Data;

    private int Generated => _trace.Index < 0 ? 0 : Data.VisibleSpans(_trace.Index);

    public Task WriteAsync(RequestContext.JsonStream stream, bool flat) => flat ? WriteFlatAsync(stream) : WriteTreeAsync(stream);

    private async Task WriteFlatAsync(RequestContext.JsonStream stream)
    {
        var json = stream.Writer;
        json.WriteStartArray();
        for (var at = 0; at < Generated + _added.Count; at++)
        {
            WriteStart(json, at < Generated ? new Node(at, -1) : new Node(-1, at - Generated));
            WriteEnd(json);
            await stream.FlushIfFullAsync().ConfigureAwait(false);
        }

        json.WriteEndArray();
    }

    private async Task WriteTreeAsync(RequestContext.JsonStream stream)
    {
        var json = stream.Writer;
        // A stack instead of recursion: a chain can be 100,000 deep. An added span is written once, even if its ids form a cycle.
        var written = new HashSet<int>();
        var open = new Stack<IEnumerator<Node>>();
        json.WriteStartArray();
        open.Push(Roots().GetEnumerator());
        while (open.TryPeek(out var siblings))
        {
            if (!siblings.MoveNext())
            {
                open.Pop().Dispose();
                if (open.Count > 0)
                    WriteEnd(json);
                continue;
            }

            var node = siblings.Current;
            if (node.Added >= 0 && !written.Add(node.Added))
                continue;
            WriteStart(json, node);
            open.Push(Children(node).GetEnumerator());
            await stream.FlushIfFullAsync().ConfigureAwait(false);
        }

        json.WriteEndArray();
    }

    private IEnumerable<Node> Roots()
    {
        if (Generated > 0)
            yield return new Node(0, -1);
        foreach (var added in _addedByParent[""])
            yield return new Node(-1, added);
    }

    private IEnumerable<Node> Children(Node node)
    {
        if (node.Generated >= 0)
        {
            for (var child = Data.FirstChild(_trace.Index, node.Generated); child >= 0; child = Data.NextSibling(_trace.Index, child))
                yield return new Node(child, -1);
            if (Orphan >= 0 && node.Generated == Orphan && Orphan + 1 < Generated)
                yield return new Node(Orphan + 1, -1);
        }

        var id = node.Generated >= 0 ? Data.SpanId(_trace.Index, node.Generated) : _added[node.Added].SpanId;
        // The missing parent may have been added since: then its child is written below it.
        if (node.Generated < 0 && Orphan is >= 0 and var orphan
            && string.Equals(id, Data.MissingParentId(_trace.Index), StringComparison.Ordinal))
            yield return new Node(orphan, -1);
        foreach (var added in _addedByParent[id])
            yield return new Node(-1, added);
    }

    private int Orphan => _trace.Index < 0 ? -1 : Data.Orphan(_trace.Index);

    private void WriteStart(Utf8JsonWriter json, Node node)
    {
        json.WriteStartObject();
        if (node.Generated >= 0)
            _writer.WriteSpanMembers(json, _trace.Index, node.Generated);
        else
            _added[node.Added].Members.WriteMembers(json);
        json.WriteStartArray("children");
    }

    private static void WriteEnd(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Node(int Generated, int Added);
}
