using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TraceClient.Rest.Generator.Tests;

/// <summary>Compiles a source text with the generator.</summary>
internal sealed class GeneratorRun
{
    private const string Usings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Threading; "
        + "global using System.Threading.Tasks; global using TraceClient.Rest;";

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(static path => Path.GetFileNameWithoutExtension(path) is not "TraceClient.Rest.Generator.Tests")
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    private GeneratorDriver _driver;

    public GeneratorRun(string source)
    {
        // The run time is internal: a compilation of this name may see it.
        Compilation = CSharpCompilation.Create(
            "TraceClient.Rest.Generator.Tests",
            [Parse(Usings, "Usings.cs"), Parse(source, "Api.cs")],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        _driver = CSharpGeneratorDriver.Create(
            [new RestClientGenerator().AsSourceGenerator()],
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        Run();
    }

    public CSharpCompilation Compilation { get; private set; }

    public Compilation Output { get; private set; } = null!;

    public ImmutableArray<Diagnostic> Findings { get; private set; }

    public GeneratorRunResult Result => _driver.GetRunResult().Results.Single();

    public IEnumerable<string> Sources => Result.GeneratedSources.Select(static source => source.SourceText.ToString());

    /// <summary>Errors and warnings of the source with what was generated.</summary>
    public IEnumerable<Diagnostic> CompilerFindings =>
        Output.GetDiagnostics(TestContext.Current.CancellationToken).Where(static found => found.Severity >= DiagnosticSeverity.Warning);

    public static SyntaxTree Parse(string source, string path) =>
        CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Latest), path, cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>Adds a file or replaces the one of that path, and runs again with what the run before has cached.</summary>
    public GeneratorRun With(string path, string source)
    {
        var old = Compilation.SyntaxTrees.FirstOrDefault(tree => string.Equals(tree.FilePath, path, StringComparison.Ordinal));
        Compilation = old is null ? Compilation.AddSyntaxTrees(Parse(source, path)) : Compilation.ReplaceSyntaxTree(old, Parse(source, path));
        Run();
        return this;
    }

    /// <summary>Why each output of a step was made, in the run before this.</summary>
    public IEnumerable<IncrementalStepRunReason> Reasons(string step) =>
        Result.TrackedSteps.TryGetValue(step, out var steps) ? steps.SelectMany(static run => run.Outputs).Select(static output => output.Reason) : [];

    /// <summary>The source text that a finding points at.</summary>
    public string TextAt(Diagnostic finding)
    {
        var tree = Compilation.SyntaxTrees.Single(tree => string.Equals(tree.FilePath, finding.Location.GetLineSpan().Path, StringComparison.Ordinal));
        return tree.GetText(TestContext.Current.CancellationToken).ToString(finding.Location.SourceSpan);
    }

    public ClassDeclarationSyntax GeneratedClass(string name) =>
        Result.GeneratedSources.SelectMany(static source => source.SyntaxTree.GetRoot().DescendantNodes()).OfType<ClassDeclarationSyntax>().Single(type => string.Equals(type.Identifier.Text, name, StringComparison.Ordinal));

    private void Run()
    {
        _driver = _driver.RunGeneratorsAndUpdateCompilation(Compilation, out var output, out var findings, TestContext.Current.CancellationToken);
        Output = output;
        Findings = findings;
    }
}
