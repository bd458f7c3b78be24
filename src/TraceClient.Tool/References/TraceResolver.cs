namespace TraceClient.Tool;

/// <summary>Resolves references, short references, row numbers, ids and source names to traces.</summary>
internal sealed class TraceResolver(ITraceClient client, MessageWriter messages, LastList? lastList = null)
{
    // The traces among which a short reference is searched if the last list does not have it.
    private const int SearchedTraces = 200;

    // A shorter text after the name of a source is an id, so that a reference never depends on the last list by accident.
    private const int MinPrefixLength = 4;

    private readonly Lazy<IReadOnlyList<TraceReference>?> _lastList = new(() => lastList?.Read());

    /// <summary>Reads the traces in the order of the texts; the newest trace for an empty list.</summary>
    /// <exception cref="UsageException">A text is invalid, or several traces match it.</exception>
    /// <exception cref="TraceNotFoundException">A trace was not found.</exception>
    public async IAsyncEnumerable<Trace> FindAsync(
        IReadOnlyList<string> texts, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (texts.Count == 0)
            yield return await client.GetTraceAsync(await NewestAsync(source: null, cancellationToken), cancellationToken);

        var resolved = new TraceReference?[texts.Count];
        for (var i = 0; i < texts.Count; i++)
            resolved[i] = await ReferenceInAsync(texts[i], cancellationToken);

        // References are read together, since the traces of a Calyptia session share requests.
        var together = client.GetTracesAsync(resolved.OfType<TraceReference>(), cancellationToken);
        await using var references = together.GetAsyncEnumerator(cancellationToken);
        for (var i = 0; i < texts.Count; i++)
            yield return resolved[i] is not null && await references.MoveNextAsync()
                ? references.Current
                : await SearchAsync(texts[i], cancellationToken);
    }

    /// <summary>Resolves a text to a reference, without reading the trace if possible.</summary>
    /// <inheritdoc cref="FindAsync(IReadOnlyList{string}, CancellationToken)"/>
    public async Task<TraceReference> ResolveAsync(string text, CancellationToken cancellationToken) =>
        await ReferenceInAsync(text, cancellationToken) ?? (await SearchAsync(text, cancellationToken)).Reference;

    // Returns null for an id without a source.
    private async Task<TraceReference?> ReferenceInAsync(string text, CancellationToken cancellationToken)
    {
        if (text is ['@', .. var number])
            return await RowAsync(number, cancellationToken);
        string[] sources = [.. client.Sources.Select(source => source.Name)];
        if (sources.Contains(text, StringComparer.Ordinal))
            return await NewestAsync(text, cancellationToken);
        if (!TraceReference.TryParse(text, out var reference))
            return null;
        return ShortReferences.SourcesOf(reference.Source, sources) switch
        {
            [var only] when only == reference.Source => InLastList(reference) ?? reference,
            [var only] => await ExpandAsync(text, new TraceReference(only, reference.Id), cancellationToken),
            [] => reference,
            var several => throw new UsageException(
                $"'{Shown(text)}' begins like several sources: {string.Join(", ", several)}. Use more characters of the source."),
        };
    }

    private async Task<TraceReference> RowAsync(string text, CancellationToken cancellationToken)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var row) || row == 0)
            throw new UsageException(
                $"Invalid reference '@{Shown(text)}'. Use @1 for the first trace of the last list.", "tracectl list");
        if (_lastList.Value is { } last)
            return row <= last.Count ? last[row - 1] : throw Missing($"There is no trace @{row}: the last list has {Count(last.Count)}.");

        var list = client.ListTracesAsync(new TraceQuery { Limit = row }, cancellationToken);
        var count = 0;
        await foreach (var trace in list.WithCancellation(cancellationToken))
        {
            if (++count < row)
                continue;
            messages.Info($"There is no last list. @{row} of the newest traces: {trace.Reference}");
            WarnOf(list);
            return trace.Reference;
        }

        throw Missing($"There is no trace @{row}: the sources have {Count(count)}.");
    }

    // A reference with the name of its source is exact, unless it is the beginning of one of the last list.
    private TraceReference? InLastList(TraceReference reference) =>
        reference.Id.Length >= MinPrefixLength && _lastList.Value is { } last
            && ShortReferences.Match(reference.Source, reference.Id, last) is [var only] ? only : null;

    private async Task<TraceReference> ExpandAsync(string text, TraceReference expanded, CancellationToken cancellationToken)
    {
        var (source, id) = (expanded.Source, expanded.Id);
        if (_lastList.Value is { } last && ShortReferences.Match(source, id, last) is { Count: > 0 } shown)
            return Only(text, shown);

        var newest = new List<TraceReference>();
        var query = new TraceQuery { Sources = [source], Limit = SearchedTraces };
        await foreach (var trace in client.ListTracesAsync(query, cancellationToken))
            newest.Add(trace.Reference);
        if (ShortReferences.Match(source, id, newest) is { Count: > 0 } found)
            return Only(text, found);

        // The whole id of an older trace.
        return (await client.FindTraceAsync(expanded, cancellationToken))?.Reference
            ?? throw Missing(
                $"No trace matches '{Shown(text)}', neither in the last list nor among the newest {SearchedTraces} traces of {source}.",
                source);
    }

    private static TraceReference Only(string text, IReadOnlyList<TraceReference> found) => found is [var only]
        ? only
        : throw new UsageException($"'{Shown(text)}' matches {found.Count} traces: {string.Join(", ", found.Take(3))}"
            + $"{(found.Count > 3 ? ", …" : "")}. Use more characters of the id.");

    private async Task<TraceReference> NewestAsync(string? source, CancellationToken cancellationToken)
    {
        var list = client.ListTracesAsync(new TraceQuery { Sources = source is null ? null : [source], Limit = 1 }, cancellationToken);
        await foreach (var newest in list.WithCancellation(cancellationToken))
        {
            messages.Info($"Newest trace: {newest.Reference}");
            WarnOf(list);
            return newest.Reference;
        }

        throw new TraceNotFoundException(source is null ? "No traces found." : $"No traces found in {source}.");
    }

    private void WarnOf(TraceList list)
    {
        foreach (var failure in list.Failures)
            messages.Warn($"{failure.SourceName} is not included in the search for the newest trace: {failure.Exception.Message}");
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

    private static TraceNotFoundException Missing(string message, string? source = null) => new(message) { SourceName = source };

    private static string Shown(string text) => TerminalText.OneLine(text);

    private static string Count(int traces) => traces == 1 ? "1 trace" : $"{traces} traces";
}
