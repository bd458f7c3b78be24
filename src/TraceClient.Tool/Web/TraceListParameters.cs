namespace TraceClient.Tool;

/// <summary>Parses the parameters of a list, such as those of an address.</summary>
/// <param name="valueOf">Returns the value of a parameter; null or empty for none.</param>
/// <param name="sources">The names of the sources.</param>
/// <param name="now">The current time, from which an age such as <c>2h</c> is counted.</param>
internal sealed class TraceListParameters(Func<string, string?> valueOf, IReadOnlyList<string> sources, DateTimeOffset now)
{
    /// <summary>The maximum number of traces of one page.</summary>
    public const int MaxLimit = 200;

    private const int DefaultLimit = 100;

    /// <summary>Returns the filters and the sort order.</summary>
    /// <exception cref="UsageException">A value is invalid.</exception>
    public TraceListQuery ToQuery() => new()
    {
        Text = Get("text"),
        Source = OneOf("source", sources),
        ErrorsOnly = Flag("errors"),
        Since = Get("since") is not { } text ? null
            : TimeParser.TryParse(text, now, out var since) ? since
            : throw Invalid("since", text, "2h, 2026-11-20 or 2026-11-20T08:00Z"),
        Session = Get("session"),
        Type = Get("type") is { } type ? new SpanType(type) : null,
        Model = Get("model"),
        MinDuration = Get("minDuration") is not { } duration ? null
            : TimeParser.TryParseDuration(duration, out var span) ? span
            : throw Invalid("minDuration", duration, "500ms, 2s, 10m or 1h"),
        Sort = OneOf("sort", SummaryOrder.Names) ?? SummaryOrder.Newest,
        IncludesRequestTraces = Flag("all"),
    };

    /// <summary>Returns the index of the first row and the number of rows.</summary>
    /// <exception cref="UsageException">A value is invalid.</exception>
    public (int Offset, int Limit) ToPage() =>
        (Number("offset", 0, int.MaxValue, "a number of 0 or more") ?? 0,
            Number("limit", 0, MaxLimit, string.Create(CultureInfo.InvariantCulture, $"a number from 0 to {MaxLimit}")) ?? DefaultLimit);

    private static UsageException Invalid(string name, string value, string allowed) =>
        new($"Invalid value '{TerminalText.OneLine(value)}' for {name}. Use {allowed}.");

    private string? Get(string name) => valueOf(name) is { Length: > 0 } value ? value : null;

    private bool Flag(string name) => Get(name) switch
    {
        null or "false" => false,
        "true" => true,
        var other => throw Invalid(name, other, "true or false"),
    };

    private int? Number(string name, int min, int max, string allowed) => Get(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max ? number
        : throw Invalid(name, text, allowed);

    private string? OneOf(string name, IReadOnlyList<string> allowed) => Get(name) is not { } text ? null
        : allowed.Contains(text, StringComparer.Ordinal) ? text
        : throw Invalid(name, text, allowed.Count == 1 ? allowed[0] : $"{string.Join(", ", allowed.SkipLast(1))} or {allowed[^1]}");
}
