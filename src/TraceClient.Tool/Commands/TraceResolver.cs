namespace TraceClient.Tool;

/// <summary>Resolves references, ids and source names to traces.</summary>
internal sealed class TraceResolver(ITraceClient client, MessageWriter messages)
{
    /// <summary>Reads the traces in the order of the texts; the newest trace for an empty list.</summary>
    /// <exception cref="UsageException">Several sources have a trace with the id.</exception>
    /// <exception cref="TraceNotFoundException">A trace was not found.</exception>
    public async IAsyncEnumerable<Trace> FindAsync(
        IReadOnlyList<string> texts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (texts.Count == 0)
            yield return await client.GetTraceAsync(await NewestAsync(source: null, cancellationToken), cancellationToken);

        // References are read together, since the traces of a Calyptia session share requests.
        var isReference = texts.Select(IsReference).ToList();
        var together = client.GetTracesAsync(texts.Where((_, i) => isReference[i]).Select(TraceReference.Parse), cancellationToken);
        await using var references = together.GetAsyncEnumerator(cancellationToken);
        for (var i = 0; i < texts.Count; i++)
            yield return isReference[i] && await references.MoveNextAsync()
                ? references.Current
                : await FindAsync(texts[i], cancellationToken);
    }

    /// <summary>Resolves a text to a reference, without reading the trace if possible.</summary>
    /// <inheritdoc cref="FindAsync(IReadOnlyList{string}, CancellationToken)"/>
    public async Task<TraceReference> ResolveAsync(string text, CancellationToken cancellationToken) =>
        await ReferenceInAsync(text, cancellationToken) ?? (await SearchAsync(text, cancellationToken)).Reference;

    private bool IsReference(string text) => client.Sources.All(source => source.Name != text) && TraceReference.TryParse(text, out _);

    private async Task<Trace> FindAsync(string text, CancellationToken cancellationToken) =>
        await ReferenceInAsync(text, cancellationToken) is { } reference
            ? await client.GetTraceAsync(reference, cancellationToken)
            : await SearchAsync(text, cancellationToken);

    private async Task<TraceReference?> ReferenceInAsync(string text, CancellationToken cancellationToken)
    {
        if (client.Sources.Any(source => source.Name == text))
            return await NewestAsync(text, cancellationToken);
        return TraceReference.TryParse(text, out var reference) ? reference : null;
    }

    private async Task<TraceReference> NewestAsync(string? source, CancellationToken cancellationToken)
    {
        var list = client.ListTracesAsync(new TraceQuery { Sources = source is null ? null : [source], Limit = 1 }, cancellationToken);
        await foreach (var newest in list.WithCancellation(cancellationToken))
        {
            messages.Info($"Newest trace: {newest.Reference}");
            foreach (var failure in list.Failures)
                messages.Warn($"{failure.SourceName} is not included in the search for the newest trace: {failure.Exception.Message}");
            return newest.Reference;
        }

        throw new TraceNotFoundException(source is null ? "No traces found." : $"No traces found in {source}.");
    }

    // An id without a source is searched in all sources.
    private async Task<Trace> SearchAsync(string id, CancellationToken cancellationToken)
    {
        var results = await Task.WhenAll(client.Sources.Select(source => FindInAsync(source.Name, id, cancellationToken)));
        Trace[] found = [.. results.Select(result => result.Trace).OfType<Trace>()];
        if (found.Length > 1)
        {
            var references = string.Join(", ", found.Select(trace => trace.Reference));
            throw new UsageException($"Several sources have a trace {id}. Use one of {references}.");
        }

        if (found.Length == 1)
            return found[0];
        throw results.Select(result => result.Failure).FirstOrDefault(failure => failure is not null)
            ?? new TraceNotFoundException($"Trace {id} was not found in any source.");
    }

    private async Task<(Trace? Trace, TraceClientException? Failure)> FindInAsync(
        string source, string id, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.FindTraceAsync(new TraceReference(source, id), cancellationToken), null);
        }
        catch (TraceNotFoundException)
        {
            return default;
        }
        catch (TraceClientException exception)
        {
            return (null, exception);
        }
    }
}
