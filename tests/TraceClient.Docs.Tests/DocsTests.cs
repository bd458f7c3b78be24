using System.Text.RegularExpressions;

namespace TraceClient.Docs.Tests;

public sealed partial class DocsTests
{
    [Fact]
    public void Every_snippet_compiles()
    {
        Snippet[] snippets = [.. Snippet.All()];

        Assert.True(snippets.Length >= 20, $"only {snippets.Length} snippets were found");
        Assert.Equal("", string.Join('\n', snippets.SelectMany(SnippetCompiler.ErrorsOf)));
    }

    [Fact]
    public void Every_link_to_a_file_leads_somewhere()
    {
        var dead = from file in Directory.EnumerateFiles(Snippet.TextFolder, "*.md", SearchOption.AllDirectories)
                   let name = Path.GetRelativePath(Snippet.TextFolder, file)
                   from Match link in Link().Matches(File.ReadAllText(file))
                   let target = link.Groups["target"].Value
                   where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#')
                   where !Path.Exists(Path.Combine(Tree.Root, Path.GetDirectoryName(name)!, target.Split('#')[0]))
                   select $"{name}: {target}";

        Assert.Equal("", string.Join('\n', dead));
    }

    [Fact]
    public void Every_link_to_a_heading_leads_to_one()
    {
        var dead = from file in Directory.EnumerateFiles(Snippet.TextFolder, "*.md", SearchOption.AllDirectories)
                   from Match link in Link().Matches(File.ReadAllText(file))
                   let target = link.Groups["target"].Value.Split('#')
                   where target.Length == 2 && (target[0].Length == 0 || target[0].EndsWith(".md", StringComparison.Ordinal))
                   where !target[0].Contains("://", StringComparison.Ordinal)
                   let page = target[0].Length == 0 ? file : Path.Combine(Path.GetDirectoryName(file)!, target[0])
                   where !AnchorsOf(page).Contains(target[1], StringComparer.Ordinal)
                   select $"{Path.GetRelativePath(Snippet.TextFolder, file)}: {link.Groups["target"].Value}";

        Assert.Equal("", string.Join('\n', dead));
    }

    /// <summary>Gets the anchors of a page's headings, as the usual hosts of repositories make them.</summary>
    private static IEnumerable<string> AnchorsOf(string page) =>
        from Match heading in Heading().Matches(File.ReadAllText(page))
        select NoWord().Replace(heading.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]", RegexOptions.None, 1000)]
    private static partial Regex NoWord();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
