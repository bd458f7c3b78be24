using TraceClient.Analysis;

namespace TraceClient.Testing;

/// <summary>Represents requirements of a trace, which a JSON file can hold.</summary>
/// <remarks>
/// <para>Every property is optional. A requirement whose fact is unknown for a trace is violated: a trace of which no tokens are known does
/// not pass <see cref="MaxTokens"/>.</para>
/// <para>Names are patterns, in which <c>*</c> is any text and <c>?</c> any character.</para>
/// </remarks>
public sealed class TracePolicy
{
    /// <summary>Gets the required status. A trace whose source states none has <see cref="TraceStatus.Unset"/>.</summary>
    public TraceStatus? Status { get; init; }

    /// <summary>Gets the maximum number of failed spans.</summary>
    public int? MaxErrors { get; init; }

    /// <summary>Gets the maximum duration.</summary>
    public TimeSpan? MaxDuration { get; init; }

    /// <summary>Gets the maximum number of tokens of all model calls.</summary>
    public long? MaxTokens { get; init; }

    /// <summary>Gets the maximum cost, in the currency that the trace has.</summary>
    public decimal? MaxCost { get; init; }

    /// <summary>Gets the maximum number of spans.</summary>
    public int? MaxSpans { get; init; }

    /// <summary>Gets the allowed models.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>Gets the requirements of tool calls.</summary>
    public ToolPolicy? Tools { get; init; }

    /// <summary>Gets the requirements of single spans.</summary>
    public IReadOnlyList<SpanPolicy> Spans { get; init; } = [];

    /// <summary>Gets the trace to compare with.</summary>
    public BaselinePolicy? Baseline { get; init; }

    /// <summary>Gets the names of the checks that the policy consists of, such as <c>maxTokens</c>, <c>tools.required</c> or
    /// <c>spans[0]</c>.</summary>
    public IReadOnlyList<string> Checks => [.. All().Select(check => check.Name)];

    /// <summary>Reads a policy. The file of a baseline is not read: <see cref="LoadAsync(string, CancellationToken)"/> does.</summary>
    /// <param name="json">The policy as JSON.</param>
    /// <exception cref="TraceFormatException">The policy is invalid; the message names the member.</exception>
    public static TracePolicy Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return PolicyReader.Read(Encoding.UTF8.GetBytes(json));
    }

    /// <summary>Reads a policy file, and the file of its baseline.</summary>
    /// <param name="path">The path of the policy file.</param>
    /// <param name="cancellationToken">The token to cancel the operation.</param>
    /// <exception cref="TraceFormatException">A file is invalid.</exception>
    /// <exception cref="TraceTransportException">A file cannot be read.</exception>
    public static Task<TracePolicy> LoadAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return PolicyFile.LoadAsync(path, cancellationToken);
    }

    /// <summary>Reads a policy from a stream, and the file of its baseline.</summary>
    /// <param name="json">The policy as JSON.</param>
    /// <param name="folder">The folder that the path of the baseline is relative to.</param>
    /// <param name="cancellationToken">The token to cancel the operation.</param>
    /// <exception cref="TraceFormatException">The policy or the baseline is invalid.</exception>
    /// <exception cref="TraceTransportException">The baseline cannot be read.</exception>
    public static Task<TracePolicy> LoadAsync(Stream json, string folder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(folder);
        return PolicyFile.LoadAsync(json, folder, cancellationToken);
    }

    /// <summary>Checks a trace.</summary>
    /// <param name="trace">The trace.</param>
    /// <returns>The requirements that the trace violates; empty if it meets all of them.</returns>
    public IReadOnlyList<TraceViolation> Check(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        return [.. All().SelectMany(check => check.Run(trace))];
    }

    /// <summary>Returns the same policy with another baseline.</summary>
    internal TracePolicy With(BaselinePolicy baseline) => new()
    {
        Status = Status,
        MaxErrors = MaxErrors,
        MaxDuration = MaxDuration,
        MaxTokens = MaxTokens,
        MaxCost = MaxCost,
        MaxSpans = MaxSpans,
        Models = Models,
        Tools = Tools,
        Spans = Spans,
        Baseline = baseline,
    };

    private IEnumerable<(string Name, Func<Trace, IEnumerable<TraceViolation>> Run)> All()
    {
        if (Status is { } status)
            yield return Single("status", trace => TraceChecks.Status(trace, status));
        if (MaxErrors is { } errors)
            yield return Single("maxErrors", trace => TraceChecks.MaxErrors(trace, errors));
        if (MaxDuration is { } duration)
            yield return Single("maxDuration", trace => TraceChecks.MaxDuration(trace, duration));
        if (MaxTokens is { } tokens)
            yield return Single("maxTokens", trace => TraceChecks.MaxTokens(trace, tokens));
        if (MaxCost is { } cost)
            yield return Single("maxCost", trace => TraceChecks.MaxCost(trace, cost));
        if (MaxSpans is { } spans)
            yield return Single("maxSpans", trace => TraceChecks.MaxSpans(trace, spans));
        if (Models is { } models)
            yield return Single("models", trace => TraceChecks.Models(trace, models));
        foreach (var check in Tools?.All() ?? [])
            yield return Single(check.Name, check.Run);
        for (var i = 0; i < Spans.Count; i++)
        {
            var (rule, name) = (Spans[i], string.Create(CultureInfo.InvariantCulture, $"spans[{i}]"));
            yield return (name, trace => TraceChecks.Spans(trace, rule, name));
        }

        if (Baseline is { } baseline)
            yield return (ComparisonChecks.Check, baseline.Check);
    }

    private static (string Name, Func<Trace, IEnumerable<TraceViolation>> Run) Single(string name, Func<Trace, TraceViolation?> check) =>
        (name, trace => check(trace) is { } violation ? [violation] : []);
}

/// <summary>Represents requirements of the tool calls of a trace: of its spans of the type <see cref="SpanType.Tool"/>.</summary>
public sealed class ToolPolicy
{
    /// <summary>Gets the tools that must be called.</summary>
    public IReadOnlyList<string>? Required { get; init; }

    /// <summary>Gets whether the required tools must be called in their order. Other calls may come between them.</summary>
    public bool InOrder { get; init; }

    /// <summary>Gets the tools that must not be called.</summary>
    public IReadOnlyList<string>? Forbidden { get; init; }

    /// <summary>Gets the maximum number of tool calls.</summary>
    public int? MaxCalls { get; init; }

    internal IEnumerable<(string Name, Func<Trace, TraceViolation?> Run)> All()
    {
        if (Required is { } required)
        {
            yield return ("tools.required", trace => TraceChecks.RequiredTools(trace, required));
            if (InOrder)
                yield return ("tools.inOrder", trace => TraceChecks.ToolOrder(trace, required));
        }

        if (Forbidden is { } forbidden)
            yield return ("tools.forbidden", trace => TraceChecks.ForbiddenTools(trace, forbidden));
        if (MaxCalls is { } max)
            yield return ("tools.maxCalls", trace => TraceChecks.MaxToolCalls(trace, max));
    }
}

/// <summary>Represents requirements of the spans that have a name, a type and a service.</summary>
public sealed class SpanPolicy
{
    /// <summary>Gets the name of the spans; null for any.</summary>
    public string? Name { get; init; }

    /// <summary>Gets the type of the spans; null for any.</summary>
    public SpanType? Type { get; init; }

    /// <summary>Gets the service of the spans; null for any.</summary>
    /// <remarks>It is the resource attribute <c>service.name</c> of a span, else the service of the trace.</remarks>
    public string? Service { get; init; }

    /// <summary>Gets the minimum number of spans.</summary>
    /// <value>The default is 1, or 0 where <see cref="Max"/> is set.</value>
    public int? Min { get; init; }

    /// <summary>Gets the maximum number of spans.</summary>
    public int? Max { get; init; }

    /// <summary>Gets the maximum duration of each span.</summary>
    public TimeSpan? MaxDuration { get; init; }

    /// <summary>Gets the maximum number of these spans that failed.</summary>
    public int? MaxErrors { get; init; }

    /// <summary>Returns which spans are meant.</summary>
    public override string ToString()
    {
        string?[] parts =
        [
            Name is null ? null : $"named {Name}",
            Type is { } type ? $"of the type {type}" : null,
            Service is null ? null : $"of the service {Service}",
        ];
        return string.Join(" and ", parts.OfType<string>());
    }

    internal bool Selects(Trace trace, Span span) =>
        (Name is null || NamePattern.Matches(Name, span.Name))
        && (Type is null || span.Type == Type)
        && (Service is null || NamePattern.Matches(Service, span.Resource.GetString("service.name") ?? trace.ServiceName));
}

/// <summary>Represents a trace to compare with.</summary>
public sealed class BaselinePolicy
{
    /// <summary>Gets the file of the trace, as the policy has it; null where the trace was set in code.</summary>
    public string? File { get; init; }

    /// <summary>Gets the trace; null where its file was not read.</summary>
    public Trace? Trace { get; init; }

    /// <summary>Gets the tolerances; null for the defaults.</summary>
    public TraceComparisonOptions? Tolerance { get; init; }

    internal IEnumerable<TraceViolation> Check(Trace trace) => Trace is { } baseline
        ? ComparisonChecks.Compare(trace, baseline, Tolerance)
        : [new TraceViolation(ComparisonChecks.Check, "a baseline", "none: the file was not read. Use TracePolicy.LoadAsync")];
}
