namespace TraceClient.Tool;

/// <summary>A span at its place in a tree.</summary>
/// <param name="Span">The span.</param>
/// <param name="Branch">What stands before its name: the lines from its ancestors.</param>
/// <param name="Below">What stands before the lines that tell more of it.</param>
internal readonly record struct TreeRow(Span Span, string Branch, string Below);
