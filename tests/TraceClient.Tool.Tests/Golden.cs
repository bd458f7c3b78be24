using TraceClient.Tests.Conventions;

namespace TraceClient.Tool.Tests;

/// <summary>Outputs that someone has looked at; <c>UPDATE_GOLDEN=1</c> accepts what there is now.</summary>
internal static class Golden
{
    private const string UpdateVariable = "UPDATE_GOLDEN";

    /// <summary>Fails where the text is not that of <c>Golden/NAME.txt</c>.</summary>
    public static void Matches(string name, string actual)
    {
        var path = Path.Combine(SourceTree.Root, "tests", "TraceClient.Tool.Tests", "Golden", $"{name}.txt");
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
            File.WriteAllText(path, actual);
        Assert.True(File.Exists(path), $"There is no {path}: run the test with {UpdateVariable}=1 and read what it wrote.");
        Assert.Equal(File.ReadAllText(path), actual, ignoreLineEndingDifferences: true);
    }
}
