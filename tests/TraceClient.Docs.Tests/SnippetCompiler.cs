using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TraceClient.Docs.Tests;

/// <summary>Compiles a snippet as a program of its own, with what an application
/// has at hand: the usual usings, services, configuration, a client.</summary>
internal static partial class SnippetCompiler
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using TraceClient;
        global using TraceClient.Testing;
        """;

    private static readonly (string Name, string Declaration)[] AtHand =
    [
        ("services", "IServiceCollection services = new ServiceCollection();"),
        ("configuration", "IConfiguration configuration = new ConfigurationBuilder().Build();"),
        ("client", "ITraceClient client = null!;"),
        ("reference", "TraceReference reference = null!;"),
        ("calyptia", "TraceClient.Calyptia.ICalyptiaApi calyptia = null!;"),
        ("kubiya", "TraceClient.Kubiya.IKubiyaApi kubiya = null!;"),
        ("galtea", "TraceClient.Galtea.IGalteaApi galtea = null!;"),
        ("simulator", "TraceClient.Testing.TraceSimulator simulator = null!;"),
        ("cancellationToken", "CancellationToken cancellationToken = default;"),
    ];

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static IEnumerable<string> ErrorsOf(Snippet snippet)
    {
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);
        var compilation = CSharpCompilation.Create(
            "Snippet",
            [CSharpSyntaxTree.ParseText(Usings, options), CSharpSyntaxTree.ParseText(ProgramOf(snippet), options)],
            References,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        return from diagnostic in compilation.GetDiagnostics()
               where diagnostic.Severity == DiagnosticSeverity.Error
               select $"{snippet.File}:{diagnostic.Location.GetMappedLineSpan().StartLinePosition.Line + 1}: "
                   + $"{diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}";
    }

    private static string ProgramOf(Snippet snippet)
    {
        // Usings come first in a program, then what is at hand unless the snippet declares it itself.
        var lines = snippet.Code.Split('\n');
        string[] usings = [.. lines.TakeWhile(line => UsingDirective().IsMatch(line))];
        var declared = AtHand.Where(one =>
            !Regex.IsMatch(snippet.Code, $@"(\bvar|\b\w+[>?]?) {one.Name}\b\s*(=|\)|;)", RegexOptions.None, TimeSpan.FromSeconds(1)));
        return $"""
            {string.Join('\n', usings)}
            {string.Join(' ', declared.Select(one => one.Declaration))} await Task.CompletedTask;
            #line {snippet.Line + usings.Length} "{snippet.File}"
            {string.Join('\n', lines[usings.Length..])}
            """;
    }

    [GeneratedRegex(@"^(using (static |\w+ = )?[\w.]+;)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UsingDirective();
}
