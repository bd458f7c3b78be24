namespace TraceClient.Tests.Conventions;

/// <summary>A file of the library, by its path below <c>src/TraceClient</c>, or below <c>src</c> for a shared one.</summary>
internal sealed record SourceFile(string Name, string Text)
{
    public override string ToString() => Name;
}
