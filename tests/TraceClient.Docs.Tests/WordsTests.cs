using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TraceClient.Docs.Tests;

/// <summary>Tests that documentation and messages are written in the words of the .NET documentation.</summary>
public sealed partial class WordsTests
{
    /// <summary>Files whose texts are data: what simulated agents, services and programs say.</summary>
    private static readonly string[] Data =
        ["GalteaAgents.cs", "GalteaModelCall.cs", "GalteaWriter.cs", "GalteaScript.cs", "KubiyaScripts.cs", "CalyptiaLogs.cs"];

    public static TheoryData<string> Projects =>
    [
        "TraceClient", "TraceClient.Analysis", "TraceClient.Otlp", "TraceClient.PostgreSql", "TraceClient.Replication",
        "TraceClient.Sqlite", "TraceClient.Testing", "TraceClient.Tool",
        "Shared",
    ];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Documentation_and_messages_have_no_unusual_words(string project)
    {
        var banned = project == "TraceClient.Testing" ? Unusual() : UnusualOrFault();

        var texts = SourceFiles(project)
            .SelectMany(file => Summaries(file).Concat(Data.Contains(file.Name, StringComparer.Ordinal) ? [] : Messages(file)));

        AssertNone(texts.Where(text => banned.IsMatch(text.Text)).Select(text => text.ToString()));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Public_members_are_described_as_in_the_dotnet_documentation(string project)
    {
        var described = SourceFiles(project).SelectMany(PublicMembers).Select(member => (member.Text, Wanted: StartOf(member.Member)));

        AssertNone(described.Where(one => !one.Wanted.IsMatch(one.Text.Text)).Select(one => $"{one.Text}\n  should match {one.Wanted}"));
    }

    [Fact]
    public void Pages_have_no_unusual_words()
    {
        var lines = from file in Directory.EnumerateFiles(Snippet.TextFolder, "*.md", SearchOption.AllDirectories)
                    from line in Code().Replace(File.ReadAllText(file), "").Split('\n')
                    where Unusual().IsMatch(line)
                    select $"{Path.GetRelativePath(Snippet.TextFolder, file)}: {line}";

        AssertNone(lines);
    }

    private static void AssertNone(IEnumerable<string> findings)
    {
        string[] all = [.. findings];
        Assert.True(all.Length == 0, string.Join('\n', all));
    }

    private static IEnumerable<SourceFile> SourceFiles(string project) =>
        from path in Directory.EnumerateFiles(Path.Combine(Tree.Root, "src", project), "*.cs", SearchOption.AllDirectories)
        let name = Path.GetRelativePath(Tree.Root, path).Replace('\\', '/')
        where !name.Contains("/obj/", StringComparison.Ordinal) && !name.Contains("/bin/", StringComparison.Ordinal)
        select new SourceFile(name, CSharpSyntaxTree.ParseText(File.ReadAllText(path)).GetRoot());

    private static IEnumerable<Words> Summaries(SourceFile file) =>
        from comment in file.Root.DescendantNodes(descendIntoTrivia: true).OfType<DocumentationCommentTriviaSyntax>()
        from element in comment.Content.OfType<XmlElementSyntax>()
        select new Words(file.Path, LineOf(element), TextOf(element));

    /// <summary>Texts with a space in them: names, keys and addresses are no sentences.</summary>
    private static IEnumerable<Words> Messages(SourceFile file) =>
        from node in file.Root.DescendantNodes()
        let text = node switch
        {
            LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } literal => literal.Token.ValueText,
            InterpolatedStringTextSyntax part => part.TextToken.ValueText,
            _ => "",
        }
        where text.Trim().Contains(' ', StringComparison.Ordinal)
        select new Words(file.Path, LineOf(node), text);

    private static IEnumerable<(MemberDeclarationSyntax Member, Words Text)> PublicMembers(SourceFile file) =>
        from member in file.Root.DescendantNodes().OfType<MemberDeclarationSyntax>()
        where IsPublic(member)
        let summary = member.GetLeadingTrivia().Select(trivia => trivia.GetStructure()).OfType<DocumentationCommentTriviaSyntax>()
            .SelectMany(comment => comment.Content.OfType<XmlElementSyntax>())
            .FirstOrDefault(element => element.StartTag.Name.ToString() == "summary")
        where summary is not null
        select (member, new Words(file.Path, LineOf(summary), TextOf(summary)));

    /// <summary>Whether users see a member: it and all types around it are public.</summary>
    private static bool IsPublic(MemberDeclarationSyntax member) =>
        member.AncestorsAndSelf().OfType<MemberDeclarationSyntax>().All(one =>
            one is BaseNamespaceDeclarationSyntax
            || one.Modifiers.Any(SyntaxKind.PublicKeyword)
            || (one == member && one.Parent is InterfaceDeclarationSyntax));

    /// <summary>How the .NET documentation describes a member of this kind.</summary>
    private static Regex StartOf(MemberDeclarationSyntax member) => member switch
    {
        PropertyDeclarationSyntax property when IsSettable(property) => GetsOrSets(),
        PropertyDeclarationSyntax or IndexerDeclarationSyntax => Gets(),
        ConstructorDeclarationSyntax => Initializes(),
        MethodDeclarationSyntax or OperatorDeclarationSyntax or ConversionOperatorDeclarationSyntax => Verb(),
        _ => NoRiddle(),
    };

    private static bool IsSettable(PropertyDeclarationSyntax property) =>
        property.AccessorList?.Accessors.Any(accessor => accessor.Keyword.IsKind(SyntaxKind.SetKeyword)
            && accessor.Modifiers.Count == 0) == true;

    private static int LineOf(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    private static string TextOf(XmlElementSyntax element) => Space().Replace(
        Tag().Replace(element.Content.ToFullString().Replace("///", "", StringComparison.Ordinal), "X"), " ").Trim();

    private sealed record SourceFile(string Path, SyntaxNode Root)
    {
        public string Name => System.IO.Path.GetFileName(Path);
    }

    private sealed record Words(string Path, int Line, string Text)
    {
        public override string ToString() => $"{Path}:{Line}: {Text}";
    }

    private const string UnusualWords = "answer(s|ed|ing)?|asks?|asked|asking|told|looks?|looked|news|census|ledger|noise|puts? right"
        + "|at odds with|(?<!there )(is|are) no(?! longer)";

    [GeneratedRegex($@"\b({UnusualWords})\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unusual();

    /// <summary>The simulator injects faults, which is the field's word; elsewhere an error is meant.</summary>
    [GeneratedRegex($@"\b({UnusualWords}|faults?)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UnusualOrFault();

    [GeneratedRegex("^Gets or sets ", RegexOptions.None, 1000)]
    private static partial Regex GetsOrSets();

    [GeneratedRegex("^Gets ", RegexOptions.None, 1000)]
    private static partial Regex Gets();

    [GeneratedRegex("^Initializes ", RegexOptions.None, 1000)]
    private static partial Regex Initializes();

    [GeneratedRegex(@"^[A-Z]\w+s\b", RegexOptions.None, 1000)]
    private static partial Regex Verb();

    [GeneratedRegex(@"^(?!(What|Where|When|How|Who|Whether|Why)\b)", RegexOptions.None, 1000)]
    private static partial Regex NoRiddle();

    [GeneratedRegex("<c>.*?</c>|<code>.*?</code>|<[^>]*>", RegexOptions.Singleline, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Space();

    [GeneratedRegex(@"^```.*?^```|`[^`\n]*`", RegexOptions.Singleline | RegexOptions.Multiline, 1000)]
    private static partial Regex Code();
}
