namespace TraceClient.Reliability.Fuzz;

/// <summary>All that reads data from outside. A reader that is added has a line in one of the four lists.</summary>
internal sealed class FuzzTargets : IDisposable
{
    private readonly DataTargets _data;
    private readonly TextTargets _texts = new();
    private readonly McpTargets _mcp;
    private readonly StoreTargets _stores;

    private FuzzTargets(ServiceTargets services)
    {
        _data = new DataTargets(services.Traces);
        _mcp = new McpTargets(services.Traces);
        _stores = new StoreTargets(services.Traces);
        All = [.. services.All(), .. _data.All(), .. _texts.All(), .. _mcp.All(), .. _stores.All()];
    }

    public IReadOnlyList<FuzzTarget> All { get; }

    public static async Task<FuzzTargets> CreateAsync() => new(await ServiceTargets.RecordAsync());

    public void Dispose()
    {
        _data.Dispose();
        _texts.Dispose();
        _mcp.Dispose();
        _stores.Dispose();
    }
}
