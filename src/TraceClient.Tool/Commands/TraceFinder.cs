namespace TraceClient.Tool;

/// <summary>Finds the traces that people mean.</summary>
internal sealed class TraceFinder(ITraceClient client, Notices notices)
{
    /// <summary>Reads the traces one by one, in the order of the texts; the newest one when there are none.</summary>
    /// <exception cref="UsageException">A text is no reference, or several sources know the id.</exception>
    /// <exception cref="TraceNotFoundException">A trace is not there.</exception>
    public async IAsyncEnumerable<Trace> FindAsync(
        IReadOnlyList<string> texts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (texts.Count == 0)
            yield return await client.GetTraceAsync(await NewestAsync(source: null, cancellationToken), cancellationToken);

        // References are read together: many can be had from the same requests.
        var isReference = texts.Select(IsReference).ToList();
        var together = client.GetTracesAsync(texts.Where((_, i) => isReference[i]).Select(TraceReference.Parse), cancellationToken);
        await using var references = together.GetAsyncEnumerator(cancellationToken);
        for (var i = 0; i < texts.Count; i++)
            yield return isReference[i] && await references.MoveNextAsync()
                ? references.Current
                : await FindAsync(texts[i], cancellationToken);
    }

    /// <summary>The reference that a text means, without reading the trace where the text says it all.</summary>
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
            notices.Say($"the newest trace: {newest.Reference}");
            foreach (var failure in list.Failures)
                notices.Warn($"{failure.SourceName} was not asked for a newer one: {failure.Exception.Message}");
            return newest.Reference;
        }

        throw new TraceNotFoundException(source is null ? "There are no traces." : $"{source} has no traces.");
    }

    // An id alone: whichever source knows it.
    private async Task<Trace> SearchAsync(string id, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(client.Sources.Select(source => AskAsync(source.Name, id, cancellationToken)));
        Trace[] found = [.. answers.Select(answer => answer.Trace).OfType<Trace>()];
        if (found.Length > 1)
            throw new UsageException($"Several sources have a trace {id}: {string.Join(", ", found.Select(trace => trace.Reference))}.");
        if (found.Length == 1)
            return found[0];
        throw answers.Select(answer => answer.Failure).FirstOrDefault(failure => failure is not null)
            ?? new TraceNotFoundException($"No source has a trace {id}.");
    }

    private async Task<(Trace? Trace, TraceClientException? Failure)> AskAsync(
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
