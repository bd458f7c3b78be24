namespace TraceClient.Testing;

/// <summary>The exception for a trace that does not pass an assertion.</summary>
/// <remarks>
/// The message says what was expected and found, and shows the tree of the trace, in which the spans concerned begin with <c>&gt;</c>. It
/// has no tokens, e-mail addresses, messages and bodies of records.
/// </remarks>
public sealed class TraceAssertionException : Exception
{
    /// <summary>Initializes an exception for a trace, such as for a check of your own.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="violations">The checks that the trace does not pass.</param>
    public TraceAssertionException(Trace trace, IReadOnlyList<TraceViolation> violations)
        : base(FailureMessage.Of(trace, violations)) => Violations = violations;

    /// <summary>Gets the checks that the trace does not pass.</summary>
    public IReadOnlyList<TraceViolation> Violations { get; }
}
