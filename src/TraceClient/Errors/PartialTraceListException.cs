namespace TraceClient;

/// <summary>Some sources could not be listed to their end; the traces of the others have been yielded.</summary>
public class PartialTraceListException : TraceClientException
{
    /// <summary>Initializes a new exception for the sources that failed.</summary>
    public PartialTraceListException(IReadOnlyList<SourceFailure> failures) : base(Describe(failures), failures[0].Exception)
    {
        Failures = failures;
        IsTransient = failures.All(failure => failure.Exception.IsTransient);
    }

    /// <summary>Gets the sources that failed, with the reason of each.</summary>
    public IReadOnlyList<SourceFailure> Failures { get; }

    private static string Describe(IReadOnlyList<SourceFailure> failures)
    {
        ArgumentNullException.ThrowIfNull(failures);
        var reasons = failures.Select(
            failure => failure.Exception.Message is var text && text.StartsWith(failure.SourceName + ":", StringComparison.Ordinal)
            ? text
            : $"{failure.SourceName}: {text}");
        return $"{(failures.Count == 1 ? "A source" : $"{failures.Count} sources")} could not be listed to the end; "
            + $"the traces of the others were. {string.Join(" ", reasons)}";
    }
}
