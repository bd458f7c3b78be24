namespace TraceClient.Testing;

/// <summary>The endpoints of inference results, sessions, versions, products and the user of the token.</summary>
internal sealed class GalteaResourceEndpoints(GalteaStore store, GalteaWriter writer, TraceSimulatorOptions options)
{
    public Task DispatchAsync(RequestContext context, GalteaService service)
    {
        if (context.Segments is not (["inferenceResults" or "sessions" or "versions" or "products"]
            or ["inferenceResults" or "sessions" or "versions" or "products", not ""] or ["auth", "user"]))
            throw new HttpErrorException(404, $"Cannot {context.Method} {context.Request.Path}");
        if (context.Method != "GET")
            throw ServiceHandler.MethodNotAllowed(context, "GET");
        if (context.Segments is [_, not "user"] or ["auth", _])
            service.RejectQuery(context);
        return context.Segments switch
        {
            ["inferenceResults"] => ListResultsAsync(context, service),
            ["inferenceResults", var id] => One(context, store.FindResult(id), writer.WriteResult, "Inference result", id),
            ["sessions"] => ListSessionsAsync(context, service),
            ["sessions", var id] => One(context, store.FindSession(id), writer.WriteSession, "Session", id),
            ["versions"] => ListVersionsAsync(context, service),
            ["versions", var id] => One(context, Find(store.Data.VersionIds, id, VersionCount), writer.WriteVersion, "Version", id),
            ["products"] => ListProductsAsync(context, service),
            ["products", var id] => One(context, Find(store.Data.ProductIds, id, GalteaData.Products), writer.WriteProduct, "Product", id),
            _ => UserAsync(context),
        };
    }

    private static int VersionCount => GalteaData.Products * GalteaData.VersionsPerProduct;

    private Task ListResultsAsync(RequestContext context, GalteaService service)
    {
        var list = new List(context, service, options.Galtea, ["fromCreatedAt", "toCreatedAt"], ["ids", "sessionIds", "evaluationIds"]);
        bool Matches(GalteaInferenceResult result) =>
            list.Has("ids", result.Id) && list.Has("sessionIds", result.SessionId) && list.Has("evaluationIds", null);
        return list.WriteAsync(store.Results, store.Resolve, Matches, writer.WriteResult);
    }

    private Task ListSessionsAsync(RequestContext context, GalteaService service)
    {
        var list = new List(context, service, options.Galtea, ["fromCreatedAt", "toCreatedAt"],
            ["ids", "customIds", "productIds", "versionIds", "testIds", "testCaseIds"]);
        string? ProductOf(GalteaSession session) =>
            session.VersionId is { } id && store.Data.VersionIds.TryDecode(id, out var version)
                ? store.Data.ProductIds[version / GalteaData.VersionsPerProduct]
                : null;
        bool Matches(GalteaSession session) =>
            list.Has("ids", session.Id) && list.Has("customIds", session.CustomId) && list.Has("productIds", ProductOf(session))
                && list.Has("versionIds", session.VersionId)
            && list.Has("testIds", null) && list.Has("testCaseIds", session.TestCaseId);
        return list.WriteAsync(store.Sessions, store.Resolve, Matches, writer.WriteSession);
    }

    private Task ListVersionsAsync(RequestContext context, GalteaService service)
    {
        var list = new List(context, service, options.Galtea, [], ["ids", "productIds", "names"]);
        bool Matches(long version) =>
            list.Has("ids", store.Data.VersionIds[version]) && list.Has("productIds",
                store.Data.ProductIds[version / GalteaData.VersionsPerProduct]) && list.Has("names", GalteaWriter.VersionName(version));
        return list.WriteAsync(list.Fixed(VersionCount, writer.VersionCreatedAt).Where(Matches), writer.WriteVersion);
    }

    private Task ListProductsAsync(RequestContext context, GalteaService service)
    {
        var list = new List(context, service, options.Galtea, ["name"], ["ids", "names"]);
        bool Matches(long product) =>
            list.Has("ids", store.Data.ProductIds[product]) && list.Has("names", GalteaWriter.ProductName(product))
            && (list.Query.Text("name") is not { } name
                || string.Equals(name, GalteaWriter.ProductName(product), StringComparison.Ordinal));
        return list.WriteAsync(list.Fixed(GalteaData.Products, writer.ProductCreatedAt).Where(Matches), writer.WriteProduct);
    }

    private Task UserAsync(RequestContext context) => context.RespondAsync(200, json =>
    {
        json.WriteStartObject();
        json.WriteString("id", "user_" + store.Data.OtherIds[1]);
        json.WriteString("organizationId", writer.OrganizationId);
        UnknownMembers.Write(json, options.Galtea.UnknownMembers);
        json.WriteEndObject();
    });

    private static long Find(IdCodec ids, string id, int count) => ids.TryDecode(id, out var index) && index < count ? index : -1;

    private static Task One(RequestContext context, long index, Action<Utf8JsonWriter, long> write, string what, string id) => index >= 0
        ? context.RespondAsync(200, json => write(json, index))
        : throw new HttpErrorException(404, $"{what} {id} not found");

    private static Task One<T>(RequestContext context, T? item, Action<Utf8JsonWriter, T> write, string what, string id)
        where T : class => item is { } found
            ? context.RespondAsync(200, json => write(json, found))
            : throw new HttpErrorException(404, $"{what} {id} not found");

    /// <summary>The common part of the four lists: array filters by value, a window of time, order, offset and limit.</summary>
    private sealed class List
    {
        private readonly RequestContext _exchange;
        private readonly GalteaSimulatorOptions _options;
        private readonly Dictionary<string, IReadOnlyList<string>> _arrays;
        private readonly TimeWindow _time;
        private readonly bool _descending;

        public List(RequestContext context, GalteaService service, GalteaSimulatorOptions options, string[] single, string[] arrays)
        {
            (_exchange, _options) = (context, options);
            Query = new QueryReader(context, service, [.. single, "offset", "limit"], [.. arrays, "sort"]);
            foreach (var name in arrays.Where(name => name != "names"))
                GalteaPage.RejectJoinedValues(Query, name, service);
            _arrays = arrays.ToDictionary(name => name, Query.Many, StringComparer.Ordinal);
            _time = single.Contains("fromCreatedAt", StringComparer.Ordinal) ? Query.Window("fromCreatedAt", "toCreatedAt") : default;
            _descending = GalteaSort.Of(Query, service, "createdAt").Descending;
        }

        public QueryReader Query { get; }

        public bool Has(string array, string? value) =>
            _arrays[array] is { Count: 0 } || (value is not null && _arrays[array].Contains(value, StringComparer.Ordinal));

        public IEnumerable<long> Fixed(int count, Func<long, long> createdAt)
        {
            var all = Enumerable.Range(0, count).Select(index => (long)index);
            return _descending ? all.OrderByDescending(createdAt) : all.OrderBy(createdAt);
        }

        public Task WriteAsync<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> write) =>
            WriteAsync(skip => items.Skip((int)Math.Min(skip, int.MaxValue)), items.LongCount, write);

        /// <summary>Writes a page of a list by time. Without array filters it is found in constant time.</summary>
        public Task WriteAsync<T>(
            Timeline<T> timeline, Func<TimelineEntry<T>, T> resolve, Func<T, bool> matches, Action<Utf8JsonWriter, T> write)
            where T : class
        {
            IEnumerable<T> Read(long skip = 0) =>
                (_descending ? timeline.Descending(_time, skip) : timeline.Ascending(_time, skip)).Select(resolve);
            return _arrays.Values.All(values => values.Count == 0)
                ? WriteAsync(Read, () => timeline.CountWithin(_time), write)
                : WriteAsync(Read().Where(matches), write);
        }

        private Task WriteAsync<T>(Func<long, IEnumerable<T>> read, Func<long> total, Action<Utf8JsonWriter, T> write)
        {
            var (offset, limit) = GalteaPage.Of(Query, _exchange, _options);
            return GalteaPage.WriteAsync(_exchange, _options, read(offset).Take(limit), total, offset, limit, write);
        }
    }
}
