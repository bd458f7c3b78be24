using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TraceClient.Docs.Tests;

/// <summary>Tests that lines are as short as <c>.editorconfig</c> demands.</summary>
public sealed partial class LineLengthTests
{
    private static readonly string[] Extensions = [".cs", ".js", ".css", ".html", ".sh", ".csproj", ".props", ".targets", ""];

    private static readonly string[] Folders = ["src", "tests", "samples", "benchmarks", "eng", ".ci"];

    [Fact]
    public void No_line_is_longer_than_the_editor_config_allows()
    {
        var max = int.Parse(
            MaxLength().Match(File.ReadAllText(Path.Combine(Tree.Root, ".editorconfig"))).Groups["length"].Value,
            System.Globalization.CultureInfo.InvariantCulture);

        string[] tooLong = [.. Files().SelectMany(file => LinesOf(file).Where(line => line.Length > max)
            .Select(line => $"{Path.GetRelativePath(Tree.Root, file)}: {line}"))];

        Assert.True(tooLong.Length == 0, string.Join('\n', tooLong));
    }

    private static IEnumerable<string> Files() =>
        from folder in Folders
        from file in Directory.EnumerateFiles(Path.Combine(Tree.Root, folder), "*", SearchOption.AllDirectories)
        where Extensions.Contains(Path.GetExtension(file), StringComparer.Ordinal)
        where !BuildOutput().IsMatch(file)
        select file;

    /// <summary>Gets the lines of a file without the data in raw string literals, which keeps the line breaks that it has.</summary>
    private static IEnumerable<string> LinesOf(string file)
    {
        var text = File.ReadAllText(file);
        if (Path.GetExtension(file) != ".cs")
            return text.Split('\n');

        var root = CSharpSyntaxTree.ParseText(text).GetRoot();
        var data = root.DescendantNodesAndTokens()
            .Where(one => one.Kind() is SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.Utf8MultiLineRawStringLiteralToken
                || (one.AsNode() is InterpolatedStringExpressionSyntax interpolated
                    && interpolated.StringStartToken.IsKind(SyntaxKind.InterpolatedMultiLineRawStringStartToken)))
            .SelectMany(one => LinesInside(one.GetLocation()!.GetLineSpan())).ToHashSet();
        return text.Split('\n').Select(line => line.TrimEnd('\r')).Where((_, index) => !data.Contains(index));
    }

    private static IEnumerable<int> LinesInside(FileLinePositionSpan span) =>
        Enumerable.Range(span.StartLinePosition.Line + 1, span.EndLinePosition.Line - span.StartLinePosition.Line);

    [GeneratedRegex(@"^max_line_length = (?<length>\d+)", RegexOptions.Multiline, 1000)]
    private static partial Regex MaxLength();

    [GeneratedRegex(@"[/\\](bin|obj|Samples|Golden)[/\\]", RegexOptions.None, 1000)]
    private static partial Regex BuildOutput();
}
