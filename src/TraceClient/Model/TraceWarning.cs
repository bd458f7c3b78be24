namespace TraceClient;

/// <summary>Represents something in a source's data that the SDK had to correct, or that a reader should know.</summary>
/// <param name="Code">What it is: one of <see cref="TraceWarningCodes"/>, or a code of a source of your own.</param>
/// <param name="Message">The finding in a sentence, without values of attributes and records.</param>
/// <param name="SpanId">The span that it concerns; null for the whole trace.</param>
[JsonConverter(typeof(TraceJsonConverter))]
public sealed record TraceWarning(string Code, string Message, string? SpanId = null)
{
    /// <summary>Returns the message.</summary>
    public override string ToString() => Message;
}

/// <summary>The codes of the warnings that the SDK itself gives.</summary>
public static class TraceWarningCodes
{
    /// <summary>The same span came more than once; it is kept once.</summary>
    public const string RepeatedSpan = "repeated-span";

    /// <summary>Different spans came under one id; the last one is kept.</summary>
    public const string ConflictingSpan = "conflicting-span";

    /// <summary>A span's parent is not part of the trace; the span stands as a root.</summary>
    public const string MissingParent = "missing-parent";

    /// <summary>Spans were each other's ancestors; the earliest one stands as a root.</summary>
    public const string Cycle = "cycle";

    /// <summary>A span ended before it started; its end is kept as the attribute <c>{source}.end_time</c>.</summary>
    public const string EndBeforeStart = "end-before-start";

    /// <summary>An output of a pipeline requested a retry, and nothing says how that ended.</summary>
    public const string Retry = "retry";

    /// <summary>Several traces have the requested id.</summary>
    public const string AmbiguousId = "ambiguous-id";

    /// <summary>An output of a pipeline may belong to another trace of the same id.</summary>
    public const string AmbiguousOutput = "ambiguous-output";

    /// <summary>The source counts other spans than it returned.</summary>
    public const string SpanCount = "span-count";

    /// <summary>A value of the response could not be read and is kept as an attribute, or elements without an id were left out.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>Part of the trace could not be read from its source.</summary>
    public const string Incomplete = "incomplete";
}
