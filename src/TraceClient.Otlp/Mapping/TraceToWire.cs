namespace TraceClient.Otlp;

/// <summary>Maps traces and streams of spans to OTLP spans, grouped by resource and scope.</summary>
internal sealed class TraceToWire(OtlpWriterOptions options)
{
    /// <summary>Maps a trace. Resources, and scopes in them, have the order of their first spans.</summary>
    public IEnumerable<WireEntry> Map(Trace trace)
    {
        var header = new HeaderToWire(trace, options);
        var spans = new SpanToWire(trace, header, options);
        if (trace.Spans.Count == 0)
        {
            var placeholder = PlaceholderOf(trace);
            yield return new WireEntry(header.ToWire(AttributeMap.Empty), new WireScope { Name = WireScope.OwnName },
                spans.ToWire(placeholder, index: null, isHeader: true, isPlaceholder: true));
            yield break;
        }

        var first = trace.Roots is [var root, ..] ? root.Id : trace.Spans[0].Id;
        var inOrder = SpansByStart.IsSorted(trace.Spans);
        foreach (var group in GroupsOf(trace.Spans))
        {
            var resource = header.ToWire(group.Resource);
            foreach (var ((name, version), indexes) in group.Scopes)
            {
                var scope = new WireScope { Name = name, Version = version };
                foreach (var index in indexes)
                    yield return new WireEntry(resource, scope,
                        spans.ToWire(trace.Spans[index], inOrder ? null : index, isHeader: trace.Spans[index].Id == first));
            }
        }
    }

    /// <summary>Maps a stream of spans in its order. A new group starts when the resource or the scope changes.</summary>
    public async IAsyncEnumerable<WireEntry> MapAsync(
        Trace header, IAsyncEnumerable<Span> stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        header = header with { Spans = [], Roots = [] };
        var resources = new HeaderToWire(header, options);
        var spans = new SpanToWire(header, resources, options);
        AttributeMap? current = null;
        var resource = new WireResource();
        var scope = new WireScope();
        await foreach (var span in stream.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var (name, version) = SpanToWire.ScopeOf(span);
            var isFirst = current is null;
            if (current is null || !current.Equals(span.Resource))
            {
                (current, resource) = (span.Resource, resources.ToWire(span.Resource));
                scope = new WireScope { Name = name, Version = version };
            }
            else if (scope.Name != name || scope.Version != version)
            {
                scope = new WireScope { Name = name, Version = version };
            }

            yield return new WireEntry(resource, scope, spans.ToWire(span, index: null, isHeader: isFirst));
        }
    }

    // A trace without spans, such as a turn without rows, needs a placeholder.
    private static Span PlaceholderOf(Trace trace) => new()
    {
        Id = trace.Id,
        Name = trace.Name,
        Type = SpanType.Agent,
        Status = trace.Status switch
        {
            TraceStatus.Ok => SpanStatus.Ok,
            TraceStatus.Error => SpanStatus.Error,
            _ => SpanStatus.Unset,
        },
        StartTime = trace.StartTime,
        EndTime = trace.EndTime,
        Records = [.. ContentOf(trace, "galtea.input", RecordKind.Input), .. ContentOf(trace, "galtea.actual_output", RecordKind.Output)],
    };

    private static IEnumerable<Record> ContentOf(Trace trace, string name, RecordKind kind)
    {
        if (trace.Attributes.GetString(name) is { } text)
            yield return new Record { Kind = kind, Body = JsonPayload.FromString(text) };
    }

    private static List<ResourceGroup> GroupsOf(IReadOnlyList<Span> spans)
    {
        var groups = new List<ResourceGroup>();
        var byResource = new Dictionary<AttributeMap, ResourceGroup>(AttributeMapComparer.Instance);
        ResourceGroup? group = null;
        for (var i = 0; i < spans.Count; i++)
        {
            // Most spans have the resource of the previous one, so compare before a lookup.
            var resource = spans[i].Resource;
            if (group?.Resource.Equals(resource) != true && !byResource.TryGetValue(resource, out group))
            {
                group = new ResourceGroup(resource);
                byResource.Add(resource, group);
                groups.Add(group);
            }

            group.Add(SpanToWire.ScopeOf(spans[i]), i);
        }

        return groups;
    }

    /// <summary>The indexes of the spans of one resource, by scope.</summary>
    private sealed class ResourceGroup(AttributeMap resource)
    {
        private readonly Dictionary<(string Name, string Version), List<int>> _byScope = [];

        public AttributeMap Resource => resource;

        public List<((string Name, string Version) Scope, List<int> Indexes)> Scopes { get; } = [];

        public void Add((string Name, string Version) scope, int index)
        {
            if (Scopes.Count > 0 && Scopes[^1].Scope == scope)
            {
                Scopes[^1].Indexes.Add(index);
                return;
            }

            if (!_byScope.TryGetValue(scope, out var indexes))
            {
                _byScope.Add(scope, indexes = []);
                Scopes.Add((scope, indexes));
            }

            indexes.Add(index);
        }
    }
}

/// <summary>Compares maps by content, with a hash of all entries; the hash of a map itself is its number of entries.</summary>
internal sealed class AttributeMapComparer : IEqualityComparer<AttributeMap>
{
    public static AttributeMapComparer Instance { get; } = new();

    public bool Equals(AttributeMap? x, AttributeMap? y) => ReferenceEquals(x, y) || (x is not null && x.Equals(y));

    public int GetHashCode(AttributeMap obj)
    {
        // Maps are equal in any order of their entries.
        var hash = 0;
        foreach (var (name, value) in obj)
            hash += HashCode.Combine(name, value);
        return hash;
    }
}
