using TraceClient.Tests.Conventions;

namespace TraceClient.Otlp.Tests;

public sealed class PublicSurfaceTests
{
    private const string UpdateVariable = "UPDATE_PUBLIC_SURFACE";

    [Fact]
    public void The_public_surface_is_the_reviewed_one()
    {
        var path = Path.Combine(SourceTree.Root, "tests", "TraceClient.Otlp.Tests", "PublicSurface.txt");
        var actual = PublicSurfacePrinter.Print(typeof(OtlpWriter).Assembly);
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
            File.WriteAllText(path, actual);

        Assert.True(
            File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") == actual,
            $"The public surface is not the one in {Path.GetFileName(path)}. Is that meant? Then write the file anew, and have its change reviewed: "
            + $"{UpdateVariable}=1 dotnet test --project tests/TraceClient.Otlp.Tests\n\n{actual}");
    }
}
