using System.Data.Common;
using System.Globalization;
using TraceClient.Replication.Tests;

namespace TraceClient.Stores.Tests;

/// <content>The views for SQL, which are the same in every store.</content>
public abstract partial class StoreContract
{
    [Theory]
    [InlineData("traces",
        "reference, source, id, name, status, recorded_at, start_time, end_time, recorded_ns, start_ns, end_ns, duration_ms, session_id, "
            + "service_name, user_id, span_count, error_count, model, input_tokens, output_tokens, total_tokens, cost, currency, "
            + "attributes, copied_at")]
    [InlineData("spans",
        "trace, source, trace_id, id, parent_id, name, type, kind, status, status_message, start_time, end_time, start_ns, end_ns, "
            + "duration_ms, model, tool, input_tokens, output_tokens, total_tokens, cost, currency, attributes, resource, record_count")]
    [InlineData("records", "trace, source, trace_id, span_id, position, kind, name, time, body, attributes")]
    public async Task A_view_has_the_documented_columns(string view, string columns)
    {
        await using var store = Open();
        await using var connection = await ConnectAsync(store);
        await using var command = Command(connection, $"SELECT * FROM {view}");
        await using var reader = await command.ExecuteReaderAsync(Token);
        Assert.Equal(columns, string.Join(", ", Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)));
    }

    [Fact]
    public async Task The_views_say_in_sql_what_the_traces_say()
    {
        await using var store = Open();
        await using var simulator = await Replications.SimulatorAsync();
        await using var client = Replications.ClientOf(simulator);
        await Replications.RunAsync(client, store);
        var traces = new List<Trace>();
        foreach (var summary in await ListAsync(client, new TraceQuery()))
            traces.Add(await client.GetTraceAsync(summary.Reference, Token));
        var spans = traces.SelectMany(trace => trace.Spans.Select(span => (Trace: trace, Span: span))).ToList();
        await using var connection = await ConnectAsync(store);

        await CheckAsync(
            "SELECT reference, source, id, name, status, service_name, session_id, span_count, error_count, input_tokens, total_tokens "
                + "FROM traces",
            traces.Select(trace => Row(
                trace.Reference, trace.Source, trace.Id, trace.Name, trace.Status, trace.ServiceName, trace.SessionId, trace.Spans.Count,
                trace.Spans.Count(span => span.Status == SpanStatus.Error), trace.Usage?.InputTokens, trace.Usage?.TotalTokens)));
        await CheckAsync(
            "SELECT trace, source, trace_id, id, parent_id, name, type, status, start_ns, end_ns, duration_ms, model, tool, output_tokens, "
                + "total_tokens, currency, record_count FROM spans",
            spans.Select(one => Row(
                one.Trace.Reference, one.Trace.Source, one.Trace.Id, one.Span.Id, one.Span.ParentId, one.Span.Name, one.Span.Type.Value,
                one.Span.Status, one.Span.StartTime?.UnixNanoseconds, one.Span.EndTime?.UnixNanoseconds,
                one.Span.Duration?.TotalMilliseconds, one.Span.GenAI?.Model, one.Span.GenAI?.ToolName, one.Span.GenAI?.OutputTokens,
                one.Span.GenAI?.TotalTokens, one.Span.GenAI?.Cost?.Currency, one.Span.Records.Count)));
        await CheckAsync(
            "SELECT trace, trace_id, span_id, position, kind, name FROM records",
            spans.SelectMany(one => one.Span.Records.Select((record, position) => Row(
                one.Trace.Reference, one.Trace.Id, one.Span.Id, position, record.Kind, record.Name))));
        await CheckAsync(
            "SELECT name, count(*), max(duration_ms), p50(duration_ms), p95(duration_ms) FROM spans WHERE duration_ms IS NOT NULL "
                + "GROUP BY name",
            spans.Where(one => one.Span.Duration is not null).GroupBy(one => one.Span.Name, StringComparer.Ordinal).Select(group =>
            {
                double[] durations = [.. group.Select(one => one.Span.Duration!.Value.TotalMilliseconds).Order()];
                return Row(
                    group.Key, durations.Length, durations[^1], durations[(int)Math.Ceiling(0.5 * durations.Length) - 1],
                    durations[(int)Math.Ceiling(0.95 * durations.Length) - 1]);
            }));
        await CheckAsync(
            "SELECT model, sum(total_tokens), count(cost) FROM spans WHERE model IS NOT NULL GROUP BY model",
            spans.Where(one => one.Span.GenAI?.Model is not null).GroupBy(one => one.Span.GenAI!.Model, StringComparer.Ordinal)
                .Select(group => Row(
                    group.Key, group.All(one => one.Span.GenAI!.TotalTokens is null) ? null : group.Sum(one => one.Span.GenAI!.TotalTokens),
                    group.Count(one => one.Span.GenAI!.Cost is not null))));
        await CheckAsync(
            """
            SELECT t.service_name, c.name, count(*) FROM spans c
            JOIN spans p ON p.trace = c.trace AND p.id = c.parent_id JOIN traces t ON t.reference = c.trace
            GROUP BY t.service_name, c.name
            """,
            spans.SelectMany(one => one.Span.Children.Select(child => (one.Trace.ServiceName, child.Name))).GroupBy(pair => pair)
                .Select(group => Row(group.Key.ServiceName, group.Key.Name, group.Count())));

        async Task CheckAsync(string sql, IEnumerable<string> expected)
        {
            var rows = new List<string>();
            await using var command = Command(connection, sql);
            await using var reader = await command.ExecuteReaderAsync(Token);
            while (await reader.ReadAsync(Token))
                rows.Add(Row([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]));
            Assert.NotEmpty(rows);
            Assert.Equal(expected.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData("true", "true")]
    [InlineData("1.50", "1.50")]
    [InlineData("\"a \\\"b\\\"\"", "a \"b\"")]
    [InlineData("{\"a\":[1,null]}", "{\"a\":[1,null]}")]
    [InlineData("null", "")]
    public async Task A_body_is_text_in_sql(string body, string text)
    {
        await using var store = Open();
        await WriteAsync(store, NewTrace("trace-1", span => span with
        {
            Records = [new Record { Kind = RecordKind.Log, Body = JsonPayload.Parse(body) }],
        }));
        await using var connection = await ConnectAsync(store);
        await using var command = Command(connection, "SELECT body FROM records");
        Assert.Equal(text, Row(await command.ExecuteScalarAsync(Token) is var value and not DBNull ? value : null));
    }

    /// <summary>Opens a connection for SQL.</summary>
    protected abstract Task<DbConnection> ConnectAsync(ITraceStore store);

    private static DbCommand Command(DbConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private static string Row(params IReadOnlyList<object?> values) =>
        string.Join('|', values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture)));
}
