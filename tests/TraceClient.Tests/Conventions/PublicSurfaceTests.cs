namespace TraceClient.Tests.Conventions;

public sealed class PublicSurfaceTests
{
    private const string UpdateVariable = "UPDATE_PUBLIC_SURFACE";

    [Fact]
    public void The_librarys_public_surface_is_the_reviewed_one() => AssertReviewed(Assemblies.Library, "PublicSurface.txt");

    [Fact]
    public void The_public_surface_of_the_testing_package_is_the_reviewed_one() => AssertReviewed(Assemblies.Testing, "PublicSurface.Testing.txt");

    [Fact]
    public void A_surface_prints_the_same_each_time() =>
        Assert.Equal(PublicSurfacePrinter.Print(Assemblies.Library), PublicSurfacePrinter.Print(Assemblies.Library));

    private static void AssertReviewed(System.Reflection.Assembly assembly, string name)
    {
        var path = Path.Combine(SourceTree.Conventions, name);
        var actual = PublicSurfacePrinter.Print(assembly);
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
            File.WriteAllText(path, actual);

        var reviewed = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        if (reviewed != actual)
            Assert.Fail(Difference(reviewed, actual, name));
    }

    // A member is only told apart together with its type: the same line can stand under two.
    private static string Difference(string reviewed, string actual, string name)
    {
        var (before, after) = (Qualified(reviewed), Qualified(actual));
        var lines = before.Except(after, StringComparer.Ordinal).Select(line => "- " + line)
            .Concat(after.Except(before, StringComparer.Ordinal).Select(line => "+ " + line));
        return $"""
            The public surface is not the one in tests/TraceClient.Tests/Conventions/{name}.
            {string.Join('\n', lines)}
            Is that meant? Then write the file anew, and have its change reviewed: {UpdateVariable}=1 dotnet test tests/TraceClient.Tests
            """;
    }

    private static List<string> Qualified(string surface)
    {
        var type = "";
        var lines = new List<string>();
        foreach (var line in surface.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!line.StartsWith(' '))
                type = line;
            lines.Add(line.StartsWith(' ') ? $"{type} {{ {line.Trim()} }}" : line);
        }

        return lines;
    }
}
