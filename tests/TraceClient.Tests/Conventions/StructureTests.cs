using System.Reflection;
using System.Text.RegularExpressions;
using static TraceClient.Tests.Conventions.Assemblies;

namespace TraceClient.Tests.Conventions;

public sealed partial class StructureTests
{
    private static readonly string[] Sources = ["Calyptia", "Kubiya", "Galtea"];

    public static TheoryData<string, string> PairsOfSources =>
        [.. Sources.SelectMany(one => Sources.Where(other => other != one).Select(other => (one, other)))];

    [Fact]
    public void Public_types_live_in_the_namespaces_that_users_know()
    {
        string[] known =
        [
            "TraceClient", "TraceClient.Authentication", "TraceClient.Calyptia", "TraceClient.Galtea", "TraceClient.Kubiya",
            "TraceClient.Testing", "Microsoft.Extensions.DependencyInjection",
        ];

        Assert.Empty(PublicTypes.Where(type => !known.Contains(type.Namespace)).Select(type => type.FullName));
    }

    [Fact]
    public void Every_public_type_says_what_it_is() => Assert.Empty(
        Library.GetExportedTypes().Where(type => string.IsNullOrWhiteSpace(XmlDocs.Summary(type))).Select(type => type.FullName));

    [Fact]
    public void No_folder_holds_more_than_twenty_files() => Assert.All(
        SourceTree.Library().GroupBy(file => Path.GetDirectoryName(file.Name)), folder => Assert.InRange(folder.Count(), 1, 20));

    [Fact]
    public void The_model_speaks_of_nothing_but_itself()
    {
        // A reference is what a user types and what a trace is called: it stands with the facade, and knows nobody either.
        var model = ModelTypes();
        model.Add(typeof(TraceReference));
        var foreign = model
            .SelectMany(type => Mentioned(type).SelectMany(Parts).Distinct().Select(mentioned => (Type: type.Name, Mentioned: mentioned)))
            .Where(pair => !pair.Mentioned.IsGenericParameter && !model.Contains(pair.Mentioned)
                && pair.Mentioned.Namespace?.StartsWith("System", StringComparison.Ordinal) != true);

        Assert.Empty(foreign.Select(pair => $"{pair.Type} mentions {pair.Mentioned}"));
    }

    [Fact]
    public void The_model_is_found_in_its_folder()
    {
        var model = ModelTypes();

        Assert.Contains(typeof(Trace), model);
        Assert.Contains(typeof(Record), model);
        Assert.Contains(typeof(TraceTimestamp), model);
    }

    [Theory]
    [MemberData(nameof(PairsOfSources))]
    public void A_source_knows_nothing_of_another(string source, string other) =>
        Assert.DoesNotContain(SourceTree.Library("Sources", source), file => file.Text.Contains(other, StringComparison.Ordinal));

    [Fact]
    public void Who_names_a_sources_namespace_is_the_source_itself_or_brings_them_together()
    {
        var offenders = SourceTree.Library()
            .Where(file =>
                !file.Name.StartsWith("DependencyInjection/", StringComparison.Ordinal) && file.Name != "StandaloneTraceClient.cs")
            .Where(file => Sources.Any(source => file.Text.Contains($"TraceClient.{source}", StringComparison.Ordinal)
                && !file.Name.StartsWith($"Sources/{source}/", StringComparison.Ordinal)));

        Assert.Empty(offenders);
    }

    [Theory]
    [InlineData("Model", "Http", "Authentication", "DependencyInjection", "Telemetry", "Assembly")]
    [InlineData("Assembly", "Http", "Authentication", "DependencyInjection", "Telemetry")]
    [InlineData("Http", "DependencyInjection")]
    [InlineData("Authentication", "DependencyInjection")]
    [InlineData("Sources", "DependencyInjection")]
    public void Arrows_point_one_way(string folder, params string[] above) => Assert.DoesNotContain(
        SourceTree.Library(folder), file => above.Any(part => file.Text.Contains($"using TraceClient.{part};", StringComparison.Ordinal)));

    [Fact]
    public void Shared_files_use_nothing_that_only_the_package_has() => Assert.DoesNotContain(
        SourceTree.Shared(),
        file => ((string[])["Authentication", "DependencyInjection", "Telemetry", "Rest", "Assembly"]).Any(
            part => file.Text.Contains($"using TraceClient.{part};", StringComparison.Ordinal)));

    [Theory]
    [InlineData("new ResiliencePipelineBuilder")]
    [InlineData(".AddRetry(")]
    [InlineData("Random.Shared")]
    public void Pipelines_retries_and_backoff_are_built_in_one_place(string code) => Assert.Equal(
        ["Shared/RetryPipeline.cs"], SourceTree.Library().Where(file => file.Text.Contains(code, StringComparison.Ordinal))
            .Select(file => file.Name));

    private static HashSet<Type> ModelTypes()
    {
        var names = SourceTree.Library("Model")
            .SelectMany(file => TypeDeclaration().Matches(file.Text).Select(match => match.Groups[1].Value))
            .ToHashSet(StringComparer.Ordinal);

        // A nested type, such as an enumerator, belongs to the type around it.
        return Library.GetTypes().Where(
            type => type.Namespace == nameof(TraceClient) && names.Contains((type.DeclaringType ?? type).Name.Split('`')[0])).ToHashSet();
    }

    private static IEnumerable<Type> Mentioned(Type type)
    {
        const BindingFlags all =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        return type.GetFields(all).Select(field => field.FieldType)
            .Concat(type.GetMethods(all)
                .SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType)))
            .Concat(type.GetConstructors(all)
                .SelectMany(constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType)))
            .Concat(type.GetInterfaces())
            .Append(type.BaseType ?? typeof(object));
    }

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
            return Parts(type.GetElementType()!);
        return type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()) : [type];
    }

    [GeneratedRegex(@"^(?:public|internal)[a-z ]* (?:class|struct|interface|enum|record(?: struct)?) (\w+)",
        RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TypeDeclaration();
}
