using System.Globalization;
using Microsoft.CodeAnalysis;

namespace TraceClient.Rest.Generator.Tests;

/// <summary>What is outside the dialect is a compile error that points at it and says what to write.</summary>
public sealed class DiagnosticTests
{
    private const string Token = "CancellationToken cancellationToken = default";

    [Theory]
    [InlineData("[Get(\"/x\")] int A(T);", "TCREST001", "int")]
    [InlineData("[Get(\"/x\")] void A(T);", "TCREST001", "void")]
    [InlineData("[Get(\"/x\")] ValueTask<int> A(T);", "TCREST001", "ValueTask<int>")]
    [InlineData("[Get(\"/x\")] Task<string> A(T);", "TCREST001", "Task<string>")]
    [InlineData("[Get(\"/x\")] Task<Stream> A(T);", "TCREST001", "Task<Stream>")]
    [InlineData("[Get(\"/x\")] IEnumerable<int> A(T);", "TCREST001", "IEnumerable<int>")]
    [InlineData("[Get(\"x\")] Task A(T);", "TCREST002", "\"x\"")]
    [InlineData("[Get(\"\")] Task A(T);", "TCREST002", "\"\"")]
    [InlineData("[Get(\"/x#y\")] Task A(T);", "TCREST002", "\"/x#y\"")]
    [InlineData("[Get(\"/x y\")] Task A(T);", "TCREST002", "\"/x y\"")]
    [InlineData("[Get(\"/{id\")] Task A(int id, T);", "TCREST002", "\"/{id\"")]
    [InlineData("[Get(\"/id}\")] Task A(int id, T);", "TCREST002", "\"/id}\"")]
    [InlineData("[Get(\"/{}\")] Task A(T);", "TCREST002", "\"/{}\"")]
    [InlineData("[Get(\"/x?q={q}\")] Task A(int q, T);", "TCREST002", "\"/x?q={q}\"")]
    [InlineData("[Get(\"/{id}\")] Task A(T);", "TCREST003", "\"/{id}\"")]
    [InlineData("[Get(\"/{id}\")] Task A([AliasAs(\"other\")] int id, T);", "TCREST003", "\"/{id}\"")]
    [InlineData("[Get(\"/{id}/{ID}\")] Task A(int id, T);", "TCREST004", "\"/{id}/{ID}\"")]
    [InlineData("[Get(\"/x\")] Task A([AliasAs(\"b\")] int a, int b, T);", "TCREST004", "b")]
    [InlineData("[Post(\"/{item}\")] Task A([Body] Item item, T);", "TCREST004", "Body")]
    [InlineData("[Post(\"/x\")] Task A([Body] Item a, [Body] Item b, T);", "TCREST005", "b")]
    [InlineData("[Get(\"/x\")] Task A();", "TCREST006", "A")]
    [InlineData("[Get(\"/x\")] Task A(CancellationToken one, CancellationToken two);", "TCREST006", "one")]
    [InlineData("[Get(\"/x\")] Task A(CancellationToken one, int two);", "TCREST006", "one")]
    [InlineData("[Get(\"/x\")] Task A(Item item, T);", "TCREST007", "Item")]
    [InlineData("[Get(\"/x\")] Task A(object item, T);", "TCREST007", "object")]
    [InlineData("[Get(\"/{item}\")] Task A(Item? item, T);", "TCREST007", "Item?")]
    [InlineData("[Get(\"/x\")] Task A(Flagged flags, T);", "TCREST007", "Flagged")]
    [InlineData("[Get(\"/x\")] Task A([Query(CollectionFormat.Multi)] Item[] items, T);", "TCREST007", "Item[]")]
    [InlineData("[Get(\"/x\")] Task A(int[] ids, T);", "TCREST008", "ids")]
    [InlineData("[Get(\"/x\")] Task A([Query] List<string> ids, T);", "TCREST008", "ids")]
    [InlineData("[Get(\"/{ids}\")] Task A([Query(CollectionFormat.Multi)] int[] ids, T);", "TCREST008", "ids")]
    [InlineData("[Get(\"/x\")] Task A<TItem>(T);", "TCREST009", "A")]
    [InlineData("[Get(\"/x\")] Task A(in int id, T);", "TCREST009", "id")]
    [InlineData("[Get(\"/x\")] Task A(ref int id, T);", "TCREST009", "id")]
    [InlineData("[Get(\"/x\")] Task A(T); int Size { get; }", "TCREST010", "Size")]
    [InlineData("[Get(\"/x\")] Task A(T); event Action Done;", "TCREST010", "Done")]
    [InlineData("[Get(\"/x\")] Task A(T); Task B(T);", "TCREST011", "B")]
    [InlineData("[Get(\"/x\"), Post(\"/x\")] Task A(T);", "TCREST011", "A")]
    [InlineData("[Get(\"/x\"), Headers(\"X: 1\", \"no colon\")] Task A(T);", "TCREST012", "\"no colon\"")]
    [InlineData("[Get(\"/x\"), Headers(\"X:\")] Task A(T);", "TCREST012", "\"X:\"")]
    [InlineData("[Get(\"/x\"), Headers(\"A b: c\")] Task A(T);", "TCREST012", "\"A b: c\"")]
    [InlineData("[Get(\"/x\"), Headers(\"Content-Type: text/plain\")] Task A(T);", "TCREST012", "\"Content-Type: text/plain\"")]
    [InlineData("[Get(\"/x\"), Headers(\"authorization: Bearer\")] Task A(T);", "TCREST012", "\"authorization: Bearer\"")]
    [InlineData("[Get(\"/x\")] Task A([Body] Item item, T);", "TCREST013", "item")]
    [InlineData("[Get(\"/x\")] Task A([Query(Format = \"O\")] string name, T);", "TCREST014", "Query(Format = \"O\")")]
    [InlineData("[Get(\"/x\")] Task A([Query(CollectionFormat.Multi)] int id, T);", "TCREST014", "Query(CollectionFormat.Multi)")]
    [InlineData("[Post(\"/x\")] Task A([Body, Query] Item item, T);", "TCREST014", "Query")]
    [InlineData("[Post(\"/x\")] Task A([Body] string text, T);", "TCREST015", "string")]
    [InlineData("[Post(\"/x\")] Task A([Body] MemoryStream text, T);", "TCREST015", "MemoryStream")]
    [InlineData("[Post(\"/x\")] Task A([Body] byte[] text, T);", "TCREST015", "byte[]")]
    public void Each_has_an_id_and_a_place(string members, string id, string text)
    {
        var run = new GeneratorRun(Api("public interface IApi", members.Replace("(T)", $"({Token})", StringComparison.Ordinal).Replace(", T)", $", {Token})", StringComparison.Ordinal)));

        var finding = Assert.Single(run.Findings);
        Assert.Equal((id, text), (finding.Id, run.TextAt(finding)));
        Assert.Equal(DiagnosticSeverity.Error, finding.Severity);
        Assert.DoesNotContain("{0}", finding.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Empty(run.Sources);
    }

    [Theory]
    [InlineData("public interface IApi<TItem>")]
    [InlineData("public interface IApi : IDisposable")]
    [InlineData("file interface IApi")]
    public void An_interface_of_another_shape_is_pointed_at(string declaration)
    {
        var run = new GeneratorRun(Api(declaration, $"[Get(\"/x\")] Task A({Token});"));

        var finding = Assert.Single(run.Findings);
        Assert.Equal(("TCREST010", "IApi"), (finding.Id, run.TextAt(finding)));
    }

    [Fact]
    public void A_private_interface_is_pointed_at()
    {
        var run = new GeneratorRun($"public class Outer {{ private interface IApi {{ [Get(\"/x\")] Task A({Token}); }} }}");

        Assert.Equal("TCREST010", Assert.Single(run.Findings).Id);
    }

    [Fact]
    public void A_header_of_an_interface_is_pointed_at()
    {
        var run = new GeneratorRun(Api("[Headers(\"bad\")] public interface IApi", $"[Get(\"/x\")] Task A({Token});"));

        var finding = Assert.Single(run.Findings);
        Assert.Equal(("TCREST012", "\"bad\""), (finding.Id, run.TextAt(finding)));
    }

    [Fact]
    public void All_faults_of_an_interface_are_told_at_once()
    {
        var run = new GeneratorRun(Api("public interface IApi", "[Get(\"x\")] int A(); Task B();"));

        Assert.Equal(["TCREST001", "TCREST002", "TCREST006", "TCREST011"], run.Findings.Select(static finding => finding.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Attributes_of_another_namespace_are_left_alone()
    {
        var run = new GeneratorRun("class GetAttribute(string path) : Attribute { public string Path => path; } interface IApi { [Get(\"x\")] int A(); }");

        Assert.Empty(run.Findings);
        Assert.Empty(run.Sources);
    }

    private static string Api(string declaration, string members) =>
        $"{declaration} {{ {members} }} public class Item {{ }} [Flags] public enum Flagged {{ A = 1, B = 2 }}";
}
