namespace TraceClient.Testing;

/// <summary>The endpoints of projects, pipelines, core instances and the search.</summary>
internal sealed class CalyptiaProjectEndpoints(CalyptiaService service, CalyptiaStore store, CalyptiaWriter writer, CalyptiaPager pager)
{
    private static readonly string[] PipelineFilters =
        ["last", "before", "kind", "name", "tags_query", "config_format", "include", "exclude_internal"];
    private static readonly string[] ResourceKinds = ["pipeline", "trace_session", "core_instance", "environment", "project"];

    public Task DispatchAsync(RequestContext context)
    {
        Func<Task>? endpoint = context.Segments switch
        {
            ["v1", "projects"] => () => ListProjectsAsync(context),
            ["v1", "projects", var id] => () => ReadProjectAsync(context, id),
            ["v1", "projects", var id, "pipelines"] => () => ListPipelinesAsync(context, Project(id), store.Pipelines),
            ["v1", "projects", var id, "core_instances"] => () => ListInstancesAsync(context, Project(id)),
            ["v1", "core_instances", var id, "pipelines"] => () =>
                ListPipelinesAsync(context, id, store.Pipelines.Where(pipeline => pipeline.Instance == Instance(id))),
            ["v1", "aggregator_pipelines", var id] => () => ReadPipelineAsync(context, id),
            ["v2", "search"] => () => SearchAsync(context),
            _ => null,
        };
        if (endpoint is null)
            throw new HttpErrorException(404, "not found") { Hint = $"this service has no path {context.Request.Path}" };
        if (context.Method != "GET")
        {
            throw new HttpErrorException(405, "method not allowed")
            {
                Hint = $"{context.Request.Path} takes GET",
                Headers = [new("Allow", "GET")],
            };
        }

        return endpoint();
    }

    private Task ListProjectsAsync(RequestContext context)
    {
        var query = new QueryReader(context, service, ["last", "before", "name"]);
        IReadOnlyList<string> projects = query.Text("name") is null or "default" ? [store.Data.ProjectId] : [];
        var (items, next) = pager.Page(context, query, "projects", projects, id => id);
        if (next is not null)
            context.SetHeader("Link", $"</v1/projects?before={Uri.EscapeDataString(next)}>; rel=\"next\"");
        return context.StreamArrayAsync(items, (json, _) => writer.WriteProject(json));
    }

    private Task ReadProjectAsync(RequestContext context, string id)
    {
        service.RejectQuery(context);
        _ = Project(id);
        return context.RespondAsync(200, writer.WriteProject);
    }

    private Task ListPipelinesAsync(RequestContext context, string list, IEnumerable<CalyptiaPipeline> pipelines)
    {
        var query = new QueryReader(context, service, PipelineFilters);
        _ = query.Boolean("exclude_internal");
        bool Matches(CalyptiaPipeline pipeline) =>
            Equal(query, "kind", pipeline.Kind) && Equal(query, "name", pipeline.Name)
                && Equal(query, "config_format", pipeline.ConfigFormat)
            && (query.Text("tags_query") is not { } tags
                || tags.Split(" AND ", StringSplitOptions.TrimEntries).All(tag => pipeline.Tags.Contains(tag, StringComparer.Ordinal)));
        return WriteItemsAsync(
            context, query, list + "/pipelines", [.. pipelines.Where(Matches)], pipeline => pipeline.Id, writer.WritePipeline);
    }

    private Task ListInstancesAsync(RequestContext context, string list)
    {
        var query = new QueryReader(context, service, ["last", "before", "name", "environment_id", "tags_query", "exclude_internal"]);
        _ = query.Boolean("exclude_internal");
        var isHere = Equal(query, "environment_id", store.Data.EnvironmentId) && query.Text("tags_query") is null;
        int[] instances = [.. Enumerable.Range(0, CalyptiaData.InstanceCount)
            .Where(instance => isHere && Equal(query, "name", CalyptiaData.InstanceName(instance)))];
        return WriteItemsAsync(context, query, list + "/core_instances", instances, store.Data.InstanceId, writer.WriteInstance);
    }

    private Task WriteItemsAsync<T>(
        RequestContext context, QueryReader query, string list, T[] all, Func<T, string> idOf, Action<Utf8JsonWriter, T> write)
    {
        var (items, next) = pager.Page(context, query, list, all, idOf);
        return context.StreamAsync(async stream =>
        {
            stream.Writer.WriteStartObject();
            stream.Writer.WritePropertyName("items");
            await stream.ArrayAsync(items, write).ConfigureAwait(false);
            stream.Writer.WriteString("endCursor", next);
            stream.Writer.WriteNumber("count", all.Length);
            stream.Writer.WriteEndObject();
        });
    }

    private Task ReadPipelineAsync(RequestContext context, string id)
    {
        service.RejectQuery(context);
        var pipeline = store.FindPipeline(CalyptiaService.Uuid(id, "pipeline"))
            ?? throw new HttpErrorException(404, "pipeline not found");
        return context.RespondAsync(200, json => writer.WritePipeline(json, pipeline));
    }

    private Task SearchAsync(RequestContext context)
    {
        var query = new QueryReader(context, service, ["project_id", "resource", "term", "exact"]);
        _ = Project(query.Text("project_id") ?? throw service.InvalidParameter("project_id", null, "project_id is required", "missing"));
        var resource = query.Text("resource") ?? throw service.InvalidParameter("resource", null, "resource is required", "missing");
        var term = query.Text("term") ?? "";
        var isExact = query.Boolean("exact") ?? false;
        if (!ResourceKinds.Contains(resource, StringComparer.Ordinal))
            throw service.InvalidParameter("resource", resource, $"resource is one of {string.Join(", ", ResourceKinds)}", "enum");
        bool Matches(string text) =>
            isExact ? string.Equals(text, term, StringComparison.Ordinal) : text.Contains(term, StringComparison.OrdinalIgnoreCase);
        return context.StreamArrayAsync(Resources(resource).Where(found => Matches(found.Name) || Matches(found.Id)), (json, found) =>
        {
            json.WriteStartObject();
            json.WriteString("id", found.Id);
            json.WriteString("name", found.Name);
            json.WriteEndObject();
        });
    }

    private IEnumerable<(string Id, string Name)> Resources(string resource) => resource switch
    {
        "pipeline" => store.Pipelines.Select(pipeline => (pipeline.Id, pipeline.Name)),
        "trace_session" => store.Sessions.Select(session => (session.Id, session.Id)),
        "core_instance" => Enumerable.Range(0, CalyptiaData.InstanceCount)
            .Select(instance => (store.Data.InstanceId(instance), CalyptiaData.InstanceName(instance))),
        "environment" => [(store.Data.EnvironmentId, "default")],
        _ => [(store.Data.ProjectId, "default")],
    };

    private string Project(string id) =>
        string.Equals(CalyptiaService.Uuid(id, "project"), store.Data.ProjectId, StringComparison.Ordinal)
            ? id
            : throw new HttpErrorException(404, "project not found");

    private int Instance(string id)
    {
        _ = CalyptiaService.Uuid(id, "core instance");
        for (var instance = 0; instance < CalyptiaData.InstanceCount; instance++)
        {
            if (string.Equals(store.Data.InstanceId(instance), id, StringComparison.Ordinal))
                return instance;
        }

        throw new HttpErrorException(404, "core instance not found");
    }

    private static bool Equal(QueryReader query, string name, string value) =>
        query.Text(name) is not { } wanted || string.Equals(wanted, value, StringComparison.Ordinal);
}
