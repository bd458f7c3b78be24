using System.Globalization;

namespace TraceClient.Tool.Tests.Web;

/// <summary>Traces for the list.</summary>
internal static class ServedTraces
{
    public static TraceTimestamp Now { get; } = TraceTimestamp.FromDateTimeOffset(SimulatorFixture.Time);

    /// <summary>Creates a trace with one span.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="name">The name.</param>
    /// <param name="age">The minutes since its start.</param>
    /// <param name="milliseconds">The duration.</param>
    /// <param name="type">The type of the span.</param>
    /// <param name="failed">Whether the span failed.</param>
    /// <param name="session">The session.</param>
    public static Trace Of(
        string reference, string name, double age = 0, double milliseconds = 100, SpanType type = default, bool failed = false,
        string? session = null)
    {
        var start = Now + -TimeSpan.FromMinutes(age);
        var span = new Span
        {
            Id = $"{reference} span",
            Name = $"{name} span",
            Type = type,
            Status = failed ? SpanStatus.Error : SpanStatus.Ok,
            StartTime = start,
            EndTime = start + TimeSpan.FromMilliseconds(milliseconds),
        };
        return TraceAssembler.Assemble(
            new Trace
            {
                Reference = TraceReference.Parse(reference),
                Name = name,
                Status = failed ? TraceStatus.Error : TraceStatus.Ok,
                StartTime = span.StartTime,
                EndTime = span.EndTime,
                SessionId = session,
            },
            [span]);
    }

    /// <summary>Creates many summaries, of which every tenth failed.</summary>
    public static IReadOnlyList<TraceSummary> Many(int count, string source = "kubiya") =>
    [
        .. Enumerable.Range(0, count).Select(i => new TraceSummary
        {
            Reference = new TraceReference(source, string.Create(CultureInfo.InvariantCulture, $"{i:x8}")),
            Name = string.Create(CultureInfo.InvariantCulture, $"run {i}"),
            Status = i % 10 == 0 ? TraceStatus.Error : TraceStatus.Ok,
            RecordedAt = Now + -TimeSpan.FromSeconds(i),
            StartTime = Now + -TimeSpan.FromSeconds(i),
            Duration = TimeSpan.FromMilliseconds(i % 997),
            SpanCount = i % 31,
            ErrorCount = i % 10 == 0 ? 1 : 0,
            SessionId = string.Create(CultureInfo.InvariantCulture, $"session {i / 5}"),
            ServiceName = "orders",
            Model = i % 2 == 0 ? "gpt-4o" : "claude-sonnet-4-5",
            SpanTypes = [i % 3 == 0 ? SpanType.Tool : SpanType.Agent],
        }),
    ];
}
