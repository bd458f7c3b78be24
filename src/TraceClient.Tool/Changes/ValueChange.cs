namespace TraceClient.Tool;

/// <summary>A value that is there in one of two records only, or not the same in both.</summary>
/// <param name="Path">The keys on the way to it; places in a list as numbers.</param>
/// <param name="Before">What it was; null when it was not there.</param>
/// <param name="After">What it is; null when it is not there any more.</param>
internal sealed record ValueChange(IReadOnlyList<string> Path, AttributeValue? Before, AttributeValue? After)
{
    public ChangeKind Kind => (Before, After) switch
    {
        (null, _) => ChangeKind.Added,
        (_, null) => ChangeKind.Removed,
        _ => ChangeKind.Changed,
    };
}
