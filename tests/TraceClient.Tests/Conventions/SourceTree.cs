namespace TraceClient.Tests.Conventions;

/// <summary>The repository that the tests were built in, found from the
/// test assembly upwards: a build for release knows no paths.</summary>
internal static class SourceTree
{
    public static string Root { get; } = Find();

    /// <summary>Gets the C# files below a folder of <c>src/TraceClient</c>, or all of them with those of <c>src/Shared</c>.</summary>
    public static IEnumerable<SourceFile> Library(params string[] folders)
    {
        var library = Path.Combine(Root, "src", "TraceClient");
        return folders.Length > 0 ? Below(library, Path.Combine([library, .. folders])) : Below(library, library).Concat(Shared());
    }

    /// <summary>Gets the C# files of <c>src/Shared</c>, which several projects compile.</summary>
    public static IEnumerable<SourceFile> Shared()
    {
        var sources = Path.Combine(Root, "src");
        return Below(sources, Path.Combine(sources, "Shared"));
    }

    private static IEnumerable<SourceFile> Below(string root, string folder) =>
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Select(path => new SourceFile(Path.GetRelativePath(root, path).Replace('\\', '/'), File.ReadAllText(path)))
            .Where(file =>
                !file.Name.StartsWith("bin/", StringComparison.Ordinal) && !file.Name.StartsWith("obj/", StringComparison.Ordinal));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TraceClient.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException(
            $"No folder above {AppContext.BaseDirectory} has a TraceClient.sln: run the tests from the repository.");
    }
}
