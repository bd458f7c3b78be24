using System.Collections.Concurrent;

namespace TraceClient.Calyptia;

/// <summary>Remembers the names of pipelines, at most so many.</summary>
internal sealed class CalyptiaPipelineNames(ICalyptiaApi api, PageReader pages)
{
    private const int Limit = 10_000;

    private readonly ConcurrentDictionary<string, string?> _names = new(StringComparer.Ordinal);

    public void Remember(string pipelineId, string? name)
    {
        if (_names.Count >= Limit)
            _names.Clear();
        _names[pipelineId] = name;
    }

    /// <summary>A pipeline's name; null when the token may not read it or it is gone.</summary>
    public async ValueTask<string?> FindAsync(string? pipelineId, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(pipelineId))
            return null;
        if (_names.TryGetValue(pipelineId, out var known))
            return known;

        string? name = null;
        try
        {
            var pipeline = await pages.ReadAsync(token => api.GetPipelineAsync(pipelineId, token), cancellationToken).ConfigureAwait(false);
            name = pipeline.Name;
        }
        catch (Exception exception) when (exception is TraceNotFoundException or TraceAuthorizationException or TraceValidationException)
        {
            // A name is no reason to go without the trace.
        }

        Remember(pipelineId, name);
        return name;
    }
}
