namespace TraceClient.Tool;

/// <summary>A column of a table.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="IsRight">Whether values stand to the right, as numbers do.</param>
/// <param name="MinWidth">How narrow it may get where the terminal is; null for a column that is never cut.</param>
internal sealed record Column(string Title, bool IsRight = false, int? MinWidth = null)
{
    /// <summary>Whether it goes to a line of its own, below the others, where they leave it no room: for what is to be copied.</summary>
    public bool MayStandBelow { get; init; }

    /// <summary>In which order columns are left out where the terminal is too narrow; 0 for one that never is.</summary>
    public int DropOrder { get; init; }
}
