using TraceClient.Tests.Conventions;

namespace TraceClient.Tool.Tests;

/// <summary>Compares outputs with reviewed files; <c>UPDATE_GOLDEN=1</c> replaces the files.</summary>
internal static class Golden
{
    private const string UpdateVariable = "UPDATE_GOLDEN";

    /// <summary>Asserts that a text equals <c>Golden/NAME.txt</c>.</summary>
    public static void Matches(string name, string actual)
    {
        var path = Path.Combine(SourceTree.Root, "tests", "TraceClient.Tool.Tests", "Golden", $"{name}.txt");
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
            File.WriteAllText(path, actual);
        Assert.True(File.Exists(path), $"There is no {path}: run the test with {UpdateVariable}=1 and read what it wrote.");
        Assert.Equal(File.ReadAllText(path), actual, ignoreLineEndingDifferences: true);
    }
}
