using TraceClient.Tests.Facade;

namespace TraceClient.Tests.DependencyInjection;

/// <summary>What a source of a user's own asks of the container.</summary>
internal sealed record OwnSettings(string Name);

/// <summary>A source as a user writes it: public constructor, its needs injected.</summary>
internal sealed class OwnSource(OwnSettings settings) : ITraceSource
{
    private readonly FakeSource _source = new(settings.Name);

    public string Name => _source.Name;

    public TraceFilters Filters => _source.Filters;

    public IAsyncEnumerable<TraceSummary> ListTracesAsync(TraceQuery query, CancellationToken cancellationToken = default) =>
        _source.ListTracesAsync(query, cancellationToken);

    public Task<Trace?> FindTraceAsync(string id, CancellationToken cancellationToken = default) =>
        _source.FindTraceAsync(id, cancellationToken);

    public IAsyncEnumerable<Span> StreamSpansAsync(string id, CancellationToken cancellationToken = default) =>
        _source.StreamSpansAsync(id, cancellationToken);

    public Task PingAsync(CancellationToken cancellationToken = default) => _source.PingAsync(cancellationToken);
}
