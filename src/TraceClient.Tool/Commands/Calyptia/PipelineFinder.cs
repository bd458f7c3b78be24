using TraceClient.Calyptia;

namespace TraceClient.Tool;

/// <summary>Finds a pipeline by its id or by its name.</summary>
internal sealed class PipelineFinder(ICalyptiaApi api, CalyptiaOptions options)
{
    private const int MostNames = 10;

    /// <summary>Finds one.</summary>
    /// <exception cref="ReportedException">There is none of this name, or more than one.</exception>
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
                ExitCodes.NotFound, "not-found", $"There is no pipeline '{text}'. {Known(others)}", Source: SourceNames.Calyptia)),
            _ => throw new UsageException(
                $"{named.Count} pipelines are called '{text}': {string.Join(", ", named.Select(pipeline => pipeline.Id))}. Take the id."),
        };
    }

    private static string Known(SortedSet<string> names) => names.Count == 0
        ? "The token sees none at all."
        : $"There are: {string.Join(", ", names.Take(MostNames))}{(names.Count > MostNames ? ", …" : "")}.";

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
            // A cursor that comes again would lead around in a circle.
            if (items is not { Count: > 0 } || string.IsNullOrEmpty(next) || !cursors.Add(next))
                return all;
            cursor = next;
        }
    }
}
