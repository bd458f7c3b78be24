using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TraceClient.Rest.Generator.Tests.Probe;

namespace TraceClient.Rest.Generator.Tests;

/// <summary>What is generated, and when it is made anew.</summary>
public sealed class GenerationTests
{
    private const string Api = """
        #nullable enable
        namespace Some.Where
        {
            public enum Kind { [System.Runtime.Serialization.EnumMember(Value = "a")] A, B, C = A }

            public interface IOneApi
            {
                [Get("/one/{class}")] Task<Dictionary<string, int?>?> A(string? @class, Kind? kind, Kind other, [Query(CollectionFormat.Multi)] Kind[]? @enum, CancellationToken @for);
                [Post("/one")] Task B([Body] List<string?> body, CancellationToken token);
                [Delete("/one")] Task B(CancellationToken token) ;
                [Put("/one")] Task<ApiResponse<int>> Async(long? client, int settings, CancellationToken token);
                Task Helper() => B(default);
            }

            public class Outer
            {
                internal interface IOneApi
                {
                    [Patch("/two")] IAsyncEnumerable<string[]?> C(CancellationToken token);
                    enum Inner { X }
                }
            }
        }

        interface Plain { [Get("/")] Task A(CancellationToken token); }
        """;

    private const string Factory = "namespace TraceClient.Rest { internal static partial class RestClient { private static partial T? Implement<T>(System.Net.Http.HttpClient client, RestSettings settings) where T : class; } }";

    [Fact]
    public void What_is_generated_compiles_without_a_warning()
    {
        var run = new GeneratorRun(Api);

        Assert.Empty(run.Findings);
        Assert.Equal(
            ["PlainRestClient.g.cs", "Some.Where.OneApiRestClient.g.cs", "Some.Where.Outer_OneApiRestClient.g.cs"],
            run.Result.GeneratedSources.Select(static source => source.HintName).Order(StringComparer.Ordinal));
        Assert.Empty(run.CompilerFindings);
    }

    [Fact]
    public void Clients_are_internal_and_sealed_and_without_reflection()
    {
        var run = new GeneratorRun(Api);

        var modifiers = run.GeneratedClass("OneApiRestClient").Modifiers;
        Assert.True(modifiers.Any(SyntaxKind.InternalKeyword));
        Assert.True(modifiers.Any(SyntaxKind.SealedKeyword));
        Assert.All(run.Sources, static source => Assert.DoesNotContain("Reflection", source, StringComparison.Ordinal));
    }

    [Fact]
    public void The_factory_is_written_where_the_run_time_is_compiled()
    {
        var run = new GeneratorRun(Api).With("Factory.cs", Factory);

        var method = run.GeneratedClass("RestClient").Members.OfType<MethodDeclarationSyntax>().Single();
        Assert.Equal(3, method.DescendantNodes().OfType<ObjectCreationExpressionSyntax>().Count());
        Assert.DoesNotContain(run.CompilerFindings, static found => found.Severity is DiagnosticSeverity.Error);
    }

    [Fact]
    public void The_factory_is_written_without_an_interface_too()
    {
        var run = new GeneratorRun("").With("Factory.cs", Factory);

        Assert.Contains("return null;", Assert.Single(run.Sources), StringComparison.Ordinal);
    }

    [Fact]
    public void The_factory_makes_clients_and_refuses_other_types()
    {
        using var client = new HttpClient { BaseAddress = new Uri("http://x.test/") };
        var settings = new RestSettings
        {
            SourceName = "probe",
            SerializerOptions = ProbeJsonContext.Default.Options,
            MaxBodyBytes = 1,
            MaxElementBytes = 1,
        };

        Assert.IsType<Kubiya.IKubiyaApi>(RestClient.For<Kubiya.IKubiyaApi>(client, settings), exactMatch: false);
        Assert.Throws<NotSupportedException>(() => RestClient.For<IProbeApi>(client, settings));
    }

    [Fact]
    public void An_edit_elsewhere_makes_nothing_anew()
    {
        var run = new GeneratorRun(Api).With("Factory.cs", Factory).With("Other.cs", "class Other { }");

        run.With("Other.cs", "class Other { int Changed() => 1; }");

        AssertUnchanged(run, TrackingNames.Interfaces, TrackingNames.Clients, TrackingNames.Factory);
        AssertOutputsAreCached(run);
    }

    [Fact]
    public void An_edit_beside_the_signatures_makes_nothing_anew()
    {
        var run = new GeneratorRun(Api).With("Factory.cs", Factory);

        run.With("Api.cs", "// moved\n" + Api.Replace("=> B(default)", "=> B(CancellationToken.None)", StringComparison.Ordinal));

        AssertUnchanged(run, TrackingNames.Interfaces, TrackingNames.Clients, TrackingNames.Factory);
        AssertOutputsAreCached(run);
    }

    [Fact]
    public void An_edit_of_an_enum_elsewhere_makes_the_client_anew()
    {
        var run = new GeneratorRun("public interface IApi { [Get(\"/x\")] Task A(Kind kind, CancellationToken token); }").With("Kind.cs", "public enum Kind { A }");

        run.With("Kind.cs", "public enum Kind { A, Added }");

        Assert.Contains("Added", Assert.Single(run.Sources), StringComparison.Ordinal);
        Assert.Contains(IncrementalStepRunReason.Modified, run.Reasons(TrackingNames.Clients));
    }

    [Fact]
    public void A_fault_that_stays_is_told_again_from_the_cache()
    {
        var run = new GeneratorRun("public interface IApi { [Get(\"x\")] Task A(CancellationToken token); }");

        run.With("Other.cs", "class Other { }");

        Assert.Equal("TCREST002", Assert.Single(run.Findings).Id);
        AssertUnchanged(run, TrackingNames.Interfaces, TrackingNames.Findings);
    }

    private static void AssertUnchanged(GeneratorRun run, params string[] steps) => Assert.All(steps, step =>
    {
        Assert.NotEmpty(run.Reasons(step));
        Assert.All(run.Reasons(step), static reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));
    });

    private static void AssertOutputsAreCached(GeneratorRun run)
    {
        var outputs = run.Result.TrackedOutputSteps.SelectMany(static step => step.Value).SelectMany(static run => run.Outputs).ToList();
        Assert.NotEmpty(outputs);
        Assert.All(outputs, static output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }
}
