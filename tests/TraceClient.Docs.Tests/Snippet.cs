using System.Text.RegularExpressions;

namespace TraceClient.Docs.Tests;

/// <summary>A block of C# in a text.</summary>
internal sealed partial record Snippet(string File, int Line, string Code)
{
    public static string TextFolder { get; } = Path.Combine(AppContext.BaseDirectory, "Texts");

    public static IEnumerable<Snippet> All() =>
        from file in Directory.EnumerateFiles(TextFolder, "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        from snippet in In(Path.GetRelativePath(TextFolder, file), FileText(file))
        select snippet;

    private static IEnumerable<Snippet> In(string name, string text) =>
        Block().Matches(text).Select(block => new Snippet(name, text[..block.Index].Count(c => c == '\n') + 2, block.Groups["code"].Value));

    private static string FileText(string path) => System.IO.File.ReadAllText(path).ReplaceLineEndings("\n");

    [GeneratedRegex(
        @"^```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();
}
