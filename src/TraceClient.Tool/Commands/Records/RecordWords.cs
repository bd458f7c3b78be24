namespace TraceClient.Tool;

/// <summary>The words and signs for what a step did.</summary>
internal static class RecordWords
{
    public static string Of(ChangeKind kind) => kind switch
    {
        ChangeKind.Changed => "changed",
        ChangeKind.Added => "added",
        ChangeKind.Removed => "removed",
        _ => "unchanged",
    };

    public static string MarkOf(ChangeKind? kind) => kind switch
    {
        ChangeKind.Changed => "~",
        ChangeKind.Added => "+",
        ChangeKind.Removed => "-",
        _ => " ",
    };
}
