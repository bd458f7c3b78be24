using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TraceClient.Docs.Tests;

/// <summary>Tests what the packages bring with them.</summary>
public sealed partial class PackageTests
{
    private static readonly string[] Packages =
    [
        "TraceClient", "TraceClient.Analysis", "TraceClient.Otlp", "TraceClient.PostgreSql", "TraceClient.Replication",
        "TraceClient.Sqlite", "TraceClient.Testing", "TraceClient.Tool",
    ];

    public static TheoryData<string> PackageNames => [.. Packages];

    [Theory]
    [MemberData(nameof(PackageNames))]
    public void The_README_of_a_package_has_no_link_into_the_repository(string package)
    {
        var text = File.ReadAllText(Path.Combine(Tree.Root, "src", package, "README.md"));

        Assert.DoesNotMatch(RelativeLink(), text);
    }

    [Fact]
    public void Every_dependency_of_a_package_is_listed_with_its_licence()
    {
        var page = File.ReadAllLines(Path.Combine(Tree.Root, "docs", "dependencies.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal));

        var rows = Packages.SelectMany(DependenciesOf).GroupBy(one => one.Row, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.OrdinalIgnoreCase)
            .Select(group => $"{group.Key} {string.Join(", ", group.Select(one => $"`{one.Package}`").Distinct())} |");

        Assert.Equal(string.Join('\n', rows), string.Join('\n', page));
    }

    /// <summary>The packages that restoring a project brought and that its users get, by the lists of the restore.</summary>
    private static IEnumerable<(string Row, string Package)> DependenciesOf(string package)
    {
        using var assets = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Tree.Root, "src", package, "obj", "project.assets.json")));
        var root = assets.RootElement;
        var folders = root.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToArray();
        var analyzers = root.GetProperty("project").GetProperty("frameworks").EnumerateObject()
            .SelectMany(framework => framework.Value.GetProperty("dependencies").EnumerateObject())
            .Where(dependency => dependency.Value.TryGetProperty("suppressParent", out var suppress) && suppress.GetString() == "All")
            .Select(dependency => dependency.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var used = root.GetProperty("targets").EnumerateObject().SelectMany(target => target.Value.EnumerateObject())
            .Where(library => library.Value.GetProperty("type").GetString() == "package")
            .Select(library => library.Name).Distinct(StringComparer.Ordinal)
            .Where(name => !analyzers.Contains(name.Split('/')[0]));
        foreach (var name in used.ToArray())
        {
            var path = root.GetProperty("libraries").GetProperty(name).GetProperty("path").GetString()!;
            var folder = folders.Select(one => Path.Combine(one, path)).First(Directory.Exists);
            var specification = XDocument.Load(Directory.EnumerateFiles(folder, "*.nuspec").Single());
            var licence = specification.Descendants().First(element => element.Name.LocalName is "license").Value;
            yield return ($"| `{name.Split('/')[0]}` | {name.Split('/')[1]} | {licence} |", package);
        }
    }

    [GeneratedRegex(@"\]\((?!https?://|#)", RegexOptions.None, 1000)]
    private static partial Regex RelativeLink();
}
