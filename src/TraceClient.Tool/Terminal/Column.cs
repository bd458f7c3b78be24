namespace TraceClient.Tool;

/// <summary>A column of a table.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="IsRight">Whether values stand to the right, as numbers do.</param>
/// <param name="MinWidth">How narrow it may get where the terminal is; null for a column that is never cut.</param>
internal sealed record Column(string Title, bool IsRight = false, int? MinWidth = null);
