namespace TraceClient.Testing;

/// <summary>A pipeline with its plugins.</summary>
internal sealed record CalyptiaPipeline(string Id, string Name, string Kind, string[] Inputs, string[] Filters, string[] Outputs,
    string[] Tags, string ConfigFormat, int Instance, long CreatedAt)
{
    public CalyptiaContent Content { get; init; }

    public IEnumerable<string> Plugins => Inputs.Concat(Filters).Concat(Outputs);
}
