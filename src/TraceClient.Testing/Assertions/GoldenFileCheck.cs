using TraceClient.Analysis;

namespace TraceClient.Testing;

/// <summary>Compares a trace with a golden file, and writes the file on request.</summary>
internal static class GoldenFileCheck
{
    public const string Variable = "TRACECLIENT_UPDATE_GOLDEN";

    private const string Check = "goldenFile";

    public static List<TraceViolation> Run(Trace trace, string path, TraceComparisonOptions? tolerance)
    {
        var isUpdate = Environment.GetEnvironmentVariable(Variable) == "1";
        if (!File.Exists(path) && !isUpdate)
        {
            return [new TraceViolation(
                Check, $"the file {path}", $"no such file. To create it, run the test with the environment variable {Variable}=1")];
        }

        // A file that matches stays as it is, so that an update changes no more than necessary.
        var violations = File.Exists(path) && ReadIfValid(path, isUpdate) is { } baseline
            ? ComparisonChecks.Compare(trace, baseline, tolerance)
            : null;
        if (violations is { Count: 0 })
            return [];
        if (!isUpdate)
        {
            return [.. violations!, new TraceViolation(
                Check, $"the trace of {path}",
                $"another one. To accept it, run the test with the environment variable {Variable}=1 and read the difference")];
        }

        GoldenFile.Write(path, trace);
        return [];
    }

    // An update replaces a file that cannot be read as a trace.
    private static Trace? ReadIfValid(string path, bool isUpdate)
    {
        try
        {
            return GoldenFile.Read(path);
        }
        catch (TraceFormatException) when (isUpdate)
        {
            return null;
        }
    }
}

/// <summary>Finds the folder of a source file.</summary>
internal static class SourceFolder
{
    /// <summary>Returns the full path of a file beside a source file.</summary>
    /// <exception cref="ArgumentException">The folder does not exist on this machine.</exception>
    public static string FullPath(string path, string callerFile)
    {
        if (Path.IsPathFullyQualified(path))
            return path;
        var folder = Path.GetDirectoryName(callerFile) ?? "";
        if (!Directory.Exists(folder))
            folder = InMappedSource(folder);
        return Path.GetFullPath(Path.Combine(folder, path));
    }

    // A build for CI writes /_/ in place of the root of the repository.
    private static string InMappedSource(string folder)
    {
        var parts = folder.Split('/', '\\');
        if (parts is ["", ['_', ..], .. var inside])
        {
            for (var parent = new DirectoryInfo(AppContext.BaseDirectory); parent is not null; parent = parent.Parent)
            {
                if (Path.Combine([parent.FullName, .. inside]) is var candidate && Directory.Exists(candidate))
                    return candidate;
            }
        }

        throw new ArgumentException(
            "The folder of the calling source file does not exist on this machine. Use a full path.", nameof(folder));
    }
}
