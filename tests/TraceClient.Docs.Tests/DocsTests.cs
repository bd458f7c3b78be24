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

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
