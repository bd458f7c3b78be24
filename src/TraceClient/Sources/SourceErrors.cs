namespace TraceClient;

/// <summary>What can be wrong at every source, in the same words.</summary>
internal static class SourceErrors
{
    /// <summary>The exception for an id that the source does not know.</summary>
    public static TraceNotFoundException UnknownTrace(string sourceName, string id, string operation) =>
        new($"The source '{sourceName}' knows no trace '{id}'. Check the id in a list of its traces; "
            + "a new trace can take a few seconds to show up.")
        { SourceName = sourceName, Operation = operation };

    /// <summary>The exception for a list by full text of a source that has no such search.</summary>
    public static TraceClientException NoFullText(string sourceName) =>
        new($"The source '{sourceName}' has no full-text search. Copy its traces to a store or a file, and search there.")
        { SourceName = sourceName, Operation = "ListTraces" };

    /// <summary>The exception for an object that should be a page of a list.</summary>
    public static TraceFormatException NoItems(string sourceName, string operation) =>
        new($"{sourceName}: {operation} responded with JSON that is not a page of a list: "
            + "it has no 'items'. Check that the address is the API's.")
        { SourceName = sourceName, Operation = operation, JsonPath = "$.items" };

    /// <summary>The reference to a trace whose id the source has sent.</summary>
    /// <exception cref="TraceFormatException">The id is missing, or holds characters that no reference can.</exception>
    public static TraceReference ReferenceTo(string sourceName, string? id) => TraceReference.IsId(id)
        ? new TraceReference(sourceName, id)
        : throw new TraceFormatException(
            $"{sourceName} sent a trace without an id, or with one that can be none: it is empty or has control characters.")
        { SourceName = sourceName };
}
