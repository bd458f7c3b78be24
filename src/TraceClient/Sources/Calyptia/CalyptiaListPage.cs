namespace TraceClient.Calyptia;

/// <summary>One page of a list, newest first.</summary>
/// <param name="Items">The items; null when the answer has none.</param>
/// <param name="Next">The cursor of the next page; null or empty on the last one.</param>
internal readonly record struct CalyptiaListPage<T>(IReadOnlyList<T>? Items, string? Next);
