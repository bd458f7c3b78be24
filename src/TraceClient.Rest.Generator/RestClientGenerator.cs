using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TraceClient.Rest.Generator;

/// <summary>Writes the clients of the REST interfaces, and the factory that hands them out.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class RestClientGenerator : IIncrementalGenerator
{
    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var interfaces = new List<IncrementalValueProvider<ImmutableArray<ApiInterface>>>();
        foreach (var verb in Dialect.Verbs)
        {
            interfaces.Add(RegisterVerb(context, verb));
        }

        // The factory is a partial method of the run time: it is written where the run time itself is compiled.
        var hasFactory = context.CompilationProvider.Select(static (compilation, _) =>
            compilation.Assembly.GetTypeByMetadataName(Dialect.Namespace + ".RestClient") is not null);
        var factory = interfaces
            .Aggregate((all, next) => all.Combine(next).Select(static (pair, _) => pair.Left.AddRange(pair.Right)))
            .Combine(hasFactory)
            .Select(static (pair, _) => pair.Right ? FactoryWriter.Write(pair.Left) : null)
            .WithTrackingName(TrackingNames.Factory);
        context.RegisterSourceOutput(factory, static (output, source) =>
        {
            if (source is not null)
            {
                output.AddSource("TraceClient.Rest.RestClient.g.cs", source);
            }
        });
    }

    private static IncrementalValueProvider<ImmutableArray<ApiInterface>> RegisterVerb(IncrementalGeneratorInitializationContext context, string verb)
    {
        var parsed = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                Dialect.AttributeOf(verb),
                static (node, _) => node is MethodDeclarationSyntax,
                (match, cancellationToken) => Parse((IMethodSymbol)match.TargetSymbol, verb, cancellationToken))
            .Where(static parsed => parsed is not null)
            .WithTrackingName(TrackingNames.Interfaces);

        var clients = parsed.Select(static (parsed, _) => parsed!.Api).Where(static api => api is not null).WithTrackingName(TrackingNames.Clients);
        context.RegisterSourceOutput(clients, static (output, api) => output.AddSource(ClientWriter.FileName(api!), ClientWriter.Write(api!)));

        var findings = parsed.SelectMany(static (parsed, _) => parsed!.Findings).WithTrackingName(TrackingNames.Findings);
        context.RegisterSourceOutput(findings, static (output, finding) => output.ReportDiagnostic(finding.ToDiagnostic()));

        return clients.Select(static (api, _) => api!).Collect();
    }

    /// <summary>Each attribute is a match of its own: the first one of an interface stands for all of it.</summary>
    private static ParsedInterface? Parse(IMethodSymbol method, string verb, CancellationToken cancellationToken)
    {
        var first = method.ContainingType.GetMembers().OfType<IMethodSymbol>().First(static member => Dialect.VerbsOf(member).Any());
        return SymbolEqualityComparer.Default.Equals(method, first) && string.Equals(Dialect.VerbsOf(first).First().Verb, verb, StringComparison.Ordinal)
            ? new InterfaceParser(cancellationToken).Parse(method.ContainingType)
            : null;
    }
}
