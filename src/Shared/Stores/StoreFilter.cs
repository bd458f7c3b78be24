namespace TraceClient.Stores;

/// <summary>Represents the conditions of a query as SQL over the table <c>trace</c>, with parameters.</summary>
/// <param name="Sql">The conditions, joined by AND; <c>TRUE</c> for none.</param>
/// <param name="Parameters">The values by the name of their parameters.</param>
internal sealed record StoreFilter(string Sql, IReadOnlyDictionary<string, object> Parameters)
{
    /// <summary>Returns the conditions of a query.</summary>
    /// <param name="query">The query. Its limit is ignored.</param>
    /// <param name="contains">Returns SQL that is true if the first expression contains the second one.</param>
    /// <param name="fullText">Returns SQL that is true if a trace has all words, and the value of its parameter <c>@words</c>.</param>
    public static StoreFilter Of(
        TraceQuery query, Func<string, string, string> contains, Func<FullTextQuery, (string Sql, object Words)> fullText)
    {
        var conditions = new List<string>();
        var parameters = new Dictionary<string, object>(StringComparer.Ordinal);
        if (query.Sources is { Count: > 0 } sources)
        {
            var names = sources.Distinct(StringComparer.Ordinal).Select((value, i) => (Key: $"@source{i}", Value: value)).ToList();
            foreach (var (key, value) in names)
                parameters[key] = value;
            conditions.Add($"source IN ({string.Join(", ", names.Select(one => one.Key))})");
        }

        // An index has the time for the order, which is that of the record where there is one.
        if (query.From is { } from)
            Add("recorded_ns >= @from AND sort_ns >= @from", "@from", Nanoseconds(from));
        if (query.To is { } to)
            Add("recorded_ns <= @to AND sort_ns <= @to", "@to", Nanoseconds(to));
        if (query.Status is { } status)
            Add("status = @status", "@status", status.ToString());
        if (query.Name is { } name)
            Add("name = @name", "@name", name);
        if (query.SearchText is { } text)
            Add(contains("search_text", "@text"), "@text", StoreText.ToUpper(text));
        if (query.SpanType is { } type)
            Add(contains("span_types", "@type"), "@type", StoreText.TypeOf(type));
        if (query.SessionId is { } session)
            Add("session_id = @session", "@session", session);
        if (query.ServiceName is { } service)
            Add("service_name = @service", "@service", service);
        if (query.User is { } user)
            Add("user_id = @user", "@user", user);
        if (query.ErrorsOnly)
            conditions.Add("(status = 'Error' OR error_count > 0)");
        if (query.FullText is not null)
        {
            var (sql, words) = fullText(FullTextQuery.Parse(query.FullText));
            Add(sql, "@words", words);
        }

        return new StoreFilter(conditions.Count == 0 ? "TRUE" : string.Join(" AND ", conditions), parameters);

        void Add(string condition, string parameter, object value)
        {
            conditions.Add(condition);
            parameters[parameter] = value;
        }
    }

    private static long Nanoseconds(DateTimeOffset time) => (long)Int128.Clamp(
        ((Int128)time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * TimeSpan.NanosecondsPerTick, long.MinValue, long.MaxValue);
}
