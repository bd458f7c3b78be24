namespace TraceClient.Testing;

/// <summary>Projects, pipelines, core instances and the search.</summary>
internal sealed class CalyptiaProjects(CalyptiaService service, CalyptiaStore store, CalyptiaWriter writer, CalyptiaPager pager)
{
    private static readonly string[] PipelineFilters =
        ["last", "before", "kind", "name", "tags_query", "config_format", "include", "exclude_internal"];
    private static readonly string[] Resources = ["pipeline", "trace_session", "core_instance", "environment", "project"];

    public Task DispatchAsync(Exchange exchange)
    {
        Func<Task>? answer = exchange.Segments switch
        {
            ["v1", "projects"] => () => ListProjectsAsync(exchange),
            ["v1", "projects", var id] => () => ReadProjectAsync(exchange, id),
            ["v1", "projects", var id, "pipelines"] => () => ListPipelinesAsync(exchange, Project(id), store.Pipelines),
            ["v1", "projects", var id, "core_instances"] => () => ListInstancesAsync(exchange, Project(id)),
            ["v1", "core_instances", var id, "pipelines"] => () =>
                ListPipelinesAsync(exchange, id, store.Pipelines.Where(pipeline => pipeline.Instance == Instance(id))),
            ["v1", "aggregator_pipelines", var id] => () => ReadPipelineAsync(exchange, id),
            ["v2", "search"] => () => SearchAsync(exchange),
            _ => null,
        };
        if (answer is null)
            throw new Refusal(404, "not found") { Hint = $"this service has no path {exchange.Request.Path}" };
        if (exchange.Method != "GET")
            throw new Refusal(405, "method not allowed") { Hint = $"{exchange.Request.Path} takes GET", Headers = [new("Allow", "GET")] };
        return answer();
    }

    private Task ListProjectsAsync(Exchange exchange)
    {
        var query = new QueryReader(exchange, service, ["last", "before", "name"]);
        IReadOnlyList<string> projects = query.Text("name") is null or "default" ? [store.Data.ProjectId] : [];
        var (items, next) = pager.Page(exchange, query, "projects", projects, id => id);
        if (next is not null)
            exchange.SetHeader("Link", $"</v1/projects?before={Uri.EscapeDataString(next)}>; rel=\"next\"");
        return exchange.StreamArrayAsync(items, (json, _) => writer.WriteProject(json));
    }

    private Task ReadProjectAsync(Exchange exchange, string id)
    {
        service.NoQuery(exchange);
        _ = Project(id);
        return exchange.AnswerAsync(200, writer.WriteProject);
    }

    private Task ListPipelinesAsync(Exchange exchange, string list, IEnumerable<CalyptiaPipeline> pipelines)
    {
        var query = new QueryReader(exchange, service, PipelineFilters);
        _ = query.Boolean("exclude_internal");
        bool Takes(CalyptiaPipeline pipeline) =>
            Equal(query, "kind", pipeline.Kind) && Equal(query, "name", pipeline.Name)
                && Equal(query, "config_format", pipeline.ConfigFormat)
            && (query.Text("tags_query") is not { } tags
                || tags.Split(" AND ", StringSplitOptions.TrimEntries).All(tag => pipeline.Tags.Contains(tag, StringComparer.Ordinal)));
        return WriteItemsAsync(
            exchange, query, list + "/pipelines", [.. pipelines.Where(Takes)], pipeline => pipeline.Id, writer.WritePipeline);
    }

    private Task ListInstancesAsync(Exchange exchange, string list)
    {
        var query = new QueryReader(exchange, service, ["last", "before", "name", "environment_id", "tags_query", "exclude_internal"]);
        _ = query.Boolean("exclude_internal");
        var isHere = Equal(query, "environment_id", store.Data.EnvironmentId) && query.Text("tags_query") is null;
        int[] instances = [.. Enumerable.Range(0, CalyptiaData.InstanceCount)
            .Where(instance => isHere && Equal(query, "name", CalyptiaData.InstanceName(instance)))];
        return WriteItemsAsync(exchange, query, list + "/core_instances", instances, store.Data.InstanceId, writer.WriteInstance);
    }

    private Task WriteItemsAsync<T>(
        Exchange exchange, QueryReader query, string list, T[] all, Func<T, string> idOf, Action<Utf8JsonWriter, T> write)
    {
        var (items, next) = pager.Page(exchange, query, list, all, idOf);
        return exchange.StreamAsync(async stream =>
        {
            stream.Writer.WriteStartObject();
            stream.Writer.WritePropertyName("items");
            await stream.ArrayAsync(items, write).ConfigureAwait(false);
            stream.Writer.WriteString("endCursor", next);
            stream.Writer.WriteNumber("count", all.Length);
            stream.Writer.WriteEndObject();
        });
    }

    private Task ReadPipelineAsync(Exchange exchange, string id)
    {
        service.NoQuery(exchange);
        var pipeline = store.FindPipeline(CalyptiaService.Uuid(id, "pipeline")) ?? throw new Refusal(404, "pipeline not found");
        return exchange.AnswerAsync(200, json => writer.WritePipeline(json, pipeline));
    }

    private Task SearchAsync(Exchange exchange)
    {
        var query = new QueryReader(exchange, service, ["project_id", "resource", "term", "exact"]);
        _ = Project(query.Text("project_id") ?? throw service.BadParameter("project_id", null, "project_id is required", "missing"));
        var resource = query.Text("resource") ?? throw service.BadParameter("resource", null, "resource is required", "missing");
        var term = query.Text("term") ?? "";
        var isExact = query.Boolean("exact") ?? false;
        if (!Resources.Contains(resource, StringComparer.Ordinal))
            throw service.BadParameter("resource", resource, $"resource is one of {string.Join(", ", Resources)}", "enum");
        bool Matches(string text) =>
            isExact ? string.Equals(text, term, StringComparison.Ordinal) : text.Contains(term, StringComparison.OrdinalIgnoreCase);
        return exchange.StreamArrayAsync(Things(resource).Where(thing => Matches(thing.Name) || Matches(thing.Id)), (json, thing) =>
        {
            json.WriteStartObject();
            json.WriteString("id", thing.Id);
            json.WriteString("name", thing.Name);
            json.WriteEndObject();
        });
    }

    private IEnumerable<(string Id, string Name)> Things(string resource) => resource switch
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
            : throw new Refusal(404, "project not found");

    private int Instance(string id)
    {
        _ = CalyptiaService.Uuid(id, "core instance");
        for (var instance = 0; instance < CalyptiaData.InstanceCount; instance++)
        {
            if (string.Equals(store.Data.InstanceId(instance), id, StringComparison.Ordinal))
                return instance;
        }

        throw new Refusal(404, "core instance not found");
    }

    private static bool Equal(QueryReader query, string name, string value) =>
        query.Text(name) is not { } wanted || string.Equals(wanted, value, StringComparison.Ordinal);
}
