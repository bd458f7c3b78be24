namespace TraceClient;

/// <summary>A name as it may stand in a text for logs: names that services make of addresses can hold e-mail addresses.</summary>
internal static class NameText
{
    /// <summary>The name, or … for one that could hold an e-mail address.</summary>
    public static string? Of(string? name) =>
        name is null || !(name.Contains('@', StringComparison.Ordinal) || name.Contains("%40", StringComparison.Ordinal)) ? name : "…";
}
