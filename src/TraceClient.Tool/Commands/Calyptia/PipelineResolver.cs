using TraceClient.Calyptia;

namespace TraceClient.Tool;

/// <summary>Resolves the id or name of a pipeline.</summary>
internal sealed class PipelineResolver(ICalyptiaApi api, CalyptiaOptions options)
{
    private const int MaxNames = 10;

    /// <summary>Finds a pipeline.</summary>
    /// <exception cref="ReportedException">No pipeline has the name.</exception>
    public async Task<Pipeline> FindAsync(string text, CancellationToken cancellationToken)
    {
        if (Guid.TryParse(text, out var id))
            return new Pipeline(id.ToString("D"), text);
        var named = new List<CalyptiaPipeline>();
        var others = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var project in await ProjectsAsync(cancellationToken))
        {
            foreach (var pipeline in await PipelinesAsync(project, cancellationToken))
            {
                if (pipeline is { Id.Length: > 0 } && pipeline.Name == text)
                    named.Add(pipeline);
                else if (pipeline.Name is { Length: > 0 } name)
                    others.Add(name);
            }
        }

        return named switch
        {
            [var only] => new Pipeline(only.Id!, text),
            [] => throw new ReportedException(new ErrorReport(
                ExitCodes.NotFound, "not-found", $"Pipeline '{text}' was not found. {Available(others)}", Source: SourceNames.Calyptia)),
            _ => throw new UsageException(
                $"{named.Count} pipelines have the name '{text}'. "
                    + $"Use one of the ids {string.Join(", ", named.Select(pipeline => pipeline.Id))}."),
        };
    }

    private static string Available(SortedSet<string> names) => names.Count == 0
        ? "The token has access to no pipeline."
        : $"Available pipelines: {string.Join(", ", names.Take(MaxNames))}{(names.Count > MaxNames ? ", …" : "")}.";

    private async Task<IReadOnlyList<string>> ProjectsAsync(CancellationToken cancellationToken)
    {
        if ((options.ProjectId ?? (options.TokenKind == CalyptiaTokenKind.User ? null : CalyptiaProjectToken.FindProjectId(options.Token)))
            is { } project)
            return [project];
        var projects = await PagesAsync<CalyptiaProject>(async before =>
        {
            var page = await api.ListProjectsAsync(options.PageSize, before, cancellationToken: cancellationToken);
            return (page.Content, CalyptiaLink.NextCursor(page.Headers));
        });
        return [.. projects.Select(found => found.Id).OfType<string>()];
    }

    private Task<List<CalyptiaPipeline>> PipelinesAsync(string project, CancellationToken cancellationToken) =>
        PagesAsync<CalyptiaPipeline>(async before =>
    {
        var page = await api.ListPipelinesAsync(project, options.PageSize, before, cancellationToken: cancellationToken);
        return (page.Items, page.EndCursor);
    });

    private static async Task<List<T>> PagesAsync<T>(Func<string?, Task<(IReadOnlyList<T>? Items, string? Next)>> readAsync)
    {
        var all = new List<T>();
        var cursors = new HashSet<string>(StringComparer.Ordinal);
        for (string? cursor = null; ;)
        {
            var (items, next) = await readAsync(cursor);
            all.AddRange(items ?? []);
            // A repeated cursor would lead to an endless loop.
            if (items is not { Count: > 0 } || string.IsNullOrEmpty(next) || !cursors.Add(next))
                return all;
            cursor = next;
        }
    }
}

/// <summary>Represents a pipeline.</summary>
/// <param name="Id">The id.</param>
/// <param name="DisplayName">The id or name that the user specified.</param>
internal sealed record Pipeline(string Id, string DisplayName);
