using System.Security.Cryptography;

namespace TraceClient.Testing;

/// <summary>Builds a <see cref="Trace"/> for tests.</summary>
/// <remarks>
/// Defaults are the same at each run: ids are derived from the source and the place in the trace, the trace starts at
/// 2026-01-01T00:00:00Z, a span without children takes one second, and a span starts at the end of its previous sibling.
/// <see cref="TraceSimulator.Add"/> adds the trace to a simulated service.
/// </remarks>
/// <example>
/// <code>
/// var trace = new TraceBuilder("galtea")
///     .Span("agent", SpanType.Agent, agent => agent
///         .Input("""{"question":"Where is my order?"}""")
///         .Child("find_order", SpanType.Tool, tool => tool.Duration(TimeSpan.FromMilliseconds(40)).Error("no such order")))
///     .Build();
/// </code>
/// </example>
public sealed class TraceBuilder
{
    private static readonly DateTimeOffset DefaultStart = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _source;
    private readonly string? _id;
    private readonly List<SpanBuilder> _roots = [];
    private AttributeMap _attributes = AttributeMap.Empty;
    private DateTimeOffset _start = DefaultStart;
    private string? _name;
    private TraceStatus? _status;
    private string? _session;
    private string? _service;
    private string? _user;

    /// <summary>Initializes a builder of a trace with an id.</summary>
    /// <param name="source">The source, such as <c>kubiya</c>.</param>
    /// <param name="id">
    /// The id of the trace in the source. For Calyptia it is <c>SESSION/TRACE_ID</c> with a UUID as the session, to which the id of the
    /// first span is appended.
    /// </param>
    /// <exception cref="ArgumentException">The source or the id is invalid in a reference.</exception>
    public TraceBuilder(string source, string id)
    {
        var reference = new TraceReference(source, id);
        (_source, _id) = (reference.Source, reference.Id);
    }

    /// <summary>Initializes a builder of a trace.</summary>
    /// <param name="referenceOrSource">
    /// A reference, such as <c>kubiya:4bf92f3577b34da6a3ce929d0e0e4736</c>, or a source alone, such as <c>kubiya</c>, for an id that is
    /// derived from the names of the trace and of its first span.
    /// </param>
    /// <exception cref="ArgumentException">The text is neither a reference nor the name of a source.</exception>
    public TraceBuilder(string referenceOrSource)
    {
        ArgumentNullException.ThrowIfNull(referenceOrSource);
        (_source, _id) = TraceReference.TryParse(referenceOrSource, out var reference)
            ? (reference.Source, reference.Id)
            : (new TraceReference(referenceOrSource, "id").Source, null);
    }

    /// <summary>Sets the name. The default is the name of the first span.</summary>
    /// <param name="name">The name.</param>
    /// <returns>This builder.</returns>
    public TraceBuilder Name(string name)
    {
        _name = name;
        return this;
    }

    /// <summary>Sets the status.</summary>
    /// <remarks>
    /// The default is <see cref="TraceStatus.Error"/> if a root span failed, else <see cref="TraceStatus.Ok"/>. For Calyptia it is
    /// <see cref="TraceStatus.Ok"/> if all outputs succeeded, else <see cref="TraceStatus.Unset"/>.
    /// </remarks>
    /// <param name="status">The status.</param>
    /// <returns>This builder.</returns>
    public TraceBuilder Status(TraceStatus status)
    {
        _status = status;
        return this;
    }

    /// <summary>Sets the conversation, execution or trace session that the trace is part of.</summary>
    /// <remarks>The default is none; for Calyptia it is the session in the id of the trace.</remarks>
    /// <param name="sessionId">The id of the session.</param>
    /// <returns>This builder.</returns>
    public TraceBuilder Session(string sessionId)
    {
        _session = sessionId;
        return this;
    }

    /// <summary>Sets the service or pipeline of the trace. The default is none.</summary>
    /// <param name="serviceName">The name.</param>
    /// <returns>This builder.</returns>
    public TraceBuilder Service(string serviceName)
    {
        _service = serviceName;
        return this;
    }

    /// <summary>Sets the user of the trace. The default is none.</summary>
    /// <param name="userId">The id of the user.</param>
    /// <returns>This builder.</returns>
    public TraceBuilder User(string userId)
    {
        _user = userId;
        return this;
    }

    /// <summary>Sets the start of the first span. The default is 2026-01-01T00:00:00Z.</summary>
    /// <param name="time">The time.</param>
    /// <returns>This builder.</returns>
    public TraceBuilder StartingAt(DateTimeOffset time)
    {
        _start = time;
        return this;
    }

    /// <summary>Adds an attribute of the trace.</summary>
    /// <param name="key">The name, such as <c>kubiya.organization_id</c>.</param>
    /// <param name="value">The value.</param>
    /// <returns>This builder.</returns>
    public TraceBuilder Attribute(string key, AttributeValue value)
    {
        _attributes = _attributes.With(key, value);
        return this;
    }

    /// <summary>Adds a root span.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">The type.</param>
    /// <param name="configure">Configures the span; null for the defaults.</param>
    /// <returns>This builder.</returns>
    public TraceBuilder Span(string name, SpanType type = default, Action<SpanBuilder>? configure = null)
    {
        _roots.Add(SpanBuilder.Of(name, type, configure));
        return this;
    }

    /// <summary>Builds the trace with its tree of spans.</summary>
    /// <returns>The trace.</returns>
    public Trace Build()
    {
        var name = _name ?? _roots.FirstOrDefault()?.Name ?? "trace";
        var id = _id ?? DefaultId(name);
        var spans = new List<Span>();
        TraceTimestamp next = _start;
        foreach (var root in _roots)
            next = root.Build(spans, _source, id, parentId: null, next, _start);

        var isCalyptia = _source == SourceNames.Calyptia;
        if (isCalyptia && spans.Count > 0 && id.Count(c => c == '/') == 1)
            id = $"{id}/{spans[0].Id}";
        var header = new Trace
        {
            Reference = new TraceReference(_source, id),
            Name = name,
            Status = _status ?? StatusOf(spans, isCalyptia),
            SessionId = _session ?? (isCalyptia ? id[..Math.Max(0, id.IndexOf('/', StringComparison.Ordinal))] : null),
            ServiceName = _service,
            User = _user,
            Attributes = _attributes,
            IsComplete = _status is not TraceStatus.Running,
        };
        if (!isCalyptia)
            return TraceAssembler.Assemble(header, spans);

        // The steps of a chunk are in the order in which the service received them.
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var span in spans)
            places.TryAdd(span.Id, places.Count);
        return TraceAssembler.Assemble(header, spans, Comparer<Span>.Create((left, right) => places[left.Id].CompareTo(places[right.Id])));
    }

    /// <summary>Derives hex digits from a text.</summary>
    internal static string Hex(string text, int digits) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ToLowerInvariant()[..digits];

    private static TraceStatus StatusOf(List<Span> spans, bool isCalyptia)
    {
        if (!isCalyptia)
            return spans.Exists(span => span.ParentId is null && span.Status == SpanStatus.Error) ? TraceStatus.Error : TraceStatus.Ok;
        var outputs = spans.Where(span => span.Type == SpanType.Output).GroupBy(span => span.Name, StringComparer.Ordinal).ToList();
        return outputs.Count > 0 && outputs.TrueForAll(route => route.Last().Status == SpanStatus.Ok) ? TraceStatus.Ok : TraceStatus.Unset;
    }

    private string DefaultId(string name)
    {
        var seed = $"{_source}:{name}:{_roots.FirstOrDefault()?.Name}";
        return _source switch
        {
            SourceNames.Kubiya => Hex(seed, 32),
            SourceNames.Galtea => $"inferenceResult_{Hex(seed, 16)}",
            SourceNames.Calyptia => $"{new Guid(Convert.FromHexString(Hex(seed, 32)))}/trace.0",
            _ => Hex(seed, 16),
        };
    }
}
