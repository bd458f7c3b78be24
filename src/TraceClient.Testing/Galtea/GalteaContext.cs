namespace TraceClient.Testing;

/// <summary>What lies around the rows: inference results, sessions, versions, products and the token's user.</summary>
internal sealed class GalteaContext(GalteaStore store, GalteaWriter writer, TraceSimulatorOptions options)
{
    public Task DispatchAsync(Exchange exchange, GalteaService service)
    {
        if (exchange.Segments is not (["inferenceResults" or "sessions" or "versions" or "products"]
            or ["inferenceResults" or "sessions" or "versions" or "products", not ""] or ["auth", "user"]))
            throw new Refusal(404, $"Cannot {exchange.Method} {exchange.Request.Path}");
        if (exchange.Method != "GET")
            throw new Refusal(405, "Method Not Allowed") { Hint = $"{exchange.Request.Path} takes GET", Headers = [new("Allow", "GET")] };
        if (exchange.Segments is [_, not "user"] or ["auth", _])
            service.NoQuery(exchange);
        return exchange.Segments switch
        {
            ["inferenceResults"] => ListResultsAsync(exchange, service),
            ["inferenceResults", var id] => One(exchange, store.FindResult(id), writer.WriteResult, "Inference result", id),
            ["sessions"] => ListSessionsAsync(exchange, service),
            ["sessions", var id] => One(exchange, store.FindSession(id), writer.WriteSession, "Session", id),
            ["versions"] => ListVersionsAsync(exchange, service),
            ["versions", var id] => One(exchange, Find(store.Data.VersionIds, id, VersionCount), writer.WriteVersion, "Version", id),
            ["products"] => ListProductsAsync(exchange, service),
            ["products", var id] => One(exchange, Find(store.Data.ProductIds, id, GalteaData.Products), writer.WriteProduct, "Product", id),
            _ => UserAsync(exchange),
        };
    }

    private static int VersionCount => GalteaData.Products * GalteaData.VersionsPerProduct;

    private Task ListResultsAsync(Exchange exchange, GalteaService service)
    {
        var list = new List(exchange, service, options.Galtea, ["fromCreatedAt", "toCreatedAt"], ["ids", "sessionIds", "evaluationIds"]);
        bool Takes(GalteaInferenceResult result) =>
            list.Has("ids", result.Id) && list.Has("sessionIds", result.SessionId) && list.Has("evaluationIds", null);
        return list.WriteAsync(store.Results, store.Resolve, Takes, writer.WriteResult);
    }

    private Task ListSessionsAsync(Exchange exchange, GalteaService service)
    {
        var list = new List(exchange, service, options.Galtea, ["fromCreatedAt", "toCreatedAt"],
            ["ids", "customIds", "productIds", "versionIds", "testIds", "testCaseIds"]);
        string? ProductOf(GalteaSession session) =>
            session.VersionId is { } id && store.Data.VersionIds.TryDecode(id, out var version)
                ? store.Data.ProductIds[version / GalteaData.VersionsPerProduct]
                : null;
        bool Takes(GalteaSession session) =>
            list.Has("ids", session.Id) && list.Has("customIds", session.CustomId) && list.Has("productIds", ProductOf(session))
                && list.Has("versionIds", session.VersionId)
            && list.Has("testIds", null) && list.Has("testCaseIds", session.TestCaseId);
        return list.WriteAsync(store.Sessions, store.Resolve, Takes, writer.WriteSession);
    }

    private Task ListVersionsAsync(Exchange exchange, GalteaService service)
    {
        var list = new List(exchange, service, options.Galtea, [], ["ids", "productIds", "names"]);
        bool Takes(long version) =>
            list.Has("ids", store.Data.VersionIds[version]) && list.Has("productIds",
                store.Data.ProductIds[version / GalteaData.VersionsPerProduct]) && list.Has("names", GalteaWriter.VersionName(version));
        return list.WriteAsync(list.Fixed(VersionCount, writer.VersionCreatedAt).Where(Takes), writer.WriteVersion);
    }

    private Task ListProductsAsync(Exchange exchange, GalteaService service)
    {
        var list = new List(exchange, service, options.Galtea, ["name"], ["ids", "names"]);
        bool Takes(long product) =>
            list.Has("ids", store.Data.ProductIds[product]) && list.Has("names", GalteaWriter.ProductName(product))
            && (list.Query.Text("name") is not { } name
                || string.Equals(name, GalteaWriter.ProductName(product), StringComparison.Ordinal));
        return list.WriteAsync(list.Fixed(GalteaData.Products, writer.ProductCreatedAt).Where(Takes), writer.WriteProduct);
    }

    private Task UserAsync(Exchange exchange) => exchange.AnswerAsync(200, json =>
    {
        json.WriteStartObject();
        json.WriteString("id", "user_" + store.Data.OtherIds[1]);
        json.WriteString("organizationId", writer.OrganizationId);
        Unknown.Write(json, options.Galtea.UnknownMembers);
        json.WriteEndObject();
    });

    private static long Find(IdCodec ids, string id, int count) => ids.TryDecode(id, out var index) && index < count ? index : -1;

    private static Task One(Exchange exchange, long index, Action<Utf8JsonWriter, long> write, string what, string id) =>
        index >= 0 ? exchange.AnswerAsync(200, json => write(json, index)) : throw new Refusal(404, $"{what} {id} not found");

    private static Task One<T>(Exchange exchange, T? item, Action<Utf8JsonWriter, T> write, string what, string id)
        where T : class =>
            item is { } found ? exchange.AnswerAsync(200, json => write(json, found)) : throw new Refusal(404, $"{what} {id} not found");

    /// <summary>What these four lists share: array filters by value, a window of time, order, offset and limit.</summary>
    private sealed class List
    {
        private readonly Exchange _exchange;
        private readonly GalteaSimulatorOptions _options;
        private readonly Dictionary<string, IReadOnlyList<string>> _arrays;
        private readonly TimeWindow _time;
        private readonly bool _descending;

        public List(Exchange exchange, GalteaService service, GalteaSimulatorOptions options, string[] single, string[] arrays)
        {
            (_exchange, _options) = (exchange, options);
            Query = new QueryReader(exchange, service, [.. single, "offset", "limit"], [.. arrays, "sort"]);
            foreach (var name in arrays.Where(name => name != "names"))
                GalteaPage.RefuseJoined(Query, name, service);
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

        /// <summary>A list by time: where no array narrows it, any page is arithmetic.</summary>
        public Task WriteAsync<T>(Timeline<T> timeline, Func<Entry<T>, T> resolve, Func<T, bool> takes, Action<Utf8JsonWriter, T> write)
            where T : class
        {
            IEnumerable<T> Read(long skip = 0) =>
                (_descending ? timeline.Descending(_time, skip) : timeline.Ascending(_time, skip)).Select(resolve);
            return _arrays.Values.All(values => values.Count == 0)
                ? WriteAsync(Read, () => timeline.CountWithin(_time), write)
                : WriteAsync(Read().Where(takes), write);
        }

        private Task WriteAsync<T>(Func<long, IEnumerable<T>> read, Func<long> total, Action<Utf8JsonWriter, T> write)
        {
            var (offset, limit) = GalteaPage.Of(Query, _exchange, _options);
            return GalteaPage.WriteAsync(_exchange, _options, read(offset).Take(limit), total, offset, limit, write);
        }
    }
}
