namespace TraceClient.Testing;

/// <summary>The log records of the pipelines, and the effect of each filter on them. All data is invented.</summary>
internal static class CalyptiaLogs
{
    private static readonly string[] Paths = ["/", "/cart", "/api/orders", "/products/lamp-04", "/search?q=desk"];
    private static readonly string[] Browsers =
        ["Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "curl/8.9.1", "shop-app/5.2 (Android 15)"];
    private static readonly string[] Names = ["mara", "tilo", "ines", "jonas", "anouk", "pavel"];
    private static readonly (string Name, int Most)[] Metrics =
        [("http_server_duration_ms_p95", 900), ("queue_depth", 40), ("jvm_heap_used_mib", 512), ("cpu_percent", 100)];

    /// <summary>Gets the name of a plugin without its number.</summary>
    public static string Plain(string plugin) => plugin.Split('.')[0];

    /// <summary>Gets the alias of a plugin; empty if it has none.</summary>
    public static string Alias(CalyptiaPipeline pipeline, string plugin) => (pipeline.Content, Plain(plugin), plugin) switch
    {
        (CalyptiaContent.Orders, "tail", _) => "in_orders",
        (CalyptiaContent.Access, "tail", "tail.1") => "in_logins",
        (CalyptiaContent.Access, "tail", _) => "in_access",
        (CalyptiaContent.Metrics, "tail", _) => "in_metrics",
        (_, "record_modifier", _) => "add_env",
        (_, "lua", _) => "mask_personal_data",
        (_, _, "http.0") => "to_store",
        _ => "",
    };

    /// <summary>Gets the settings of a plugin in the configuration.</summary>
    public static string Settings(string plugin) => Plain(plugin) switch
    {
        "tail" => "    Path /var/log/containers/*.log\n    Parser json\n",
        "grep" => "    Match *\n    Exclude path ^/healthz$\n",
        "record_modifier" => "    Match *\n    Record env prod\n",
        "modify" => "    Match *\n    Rename remote client_ip\n",
        "lua" => "    Match *\n    Script mask.lua\n    Call mask_personal_data\n",
        "throttle" => "    Match *\n    Rate 3\n    Window 1\n",
        _ => "",
    };

    /// <summary>Gets the records of one append to a chunk, as they are after some filters.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="input">The index of the input that wrote the chunk.</param>
    /// <param name="below">Gets a random number below a bound; the second argument is the field that it is for.</param>
    /// <param name="onlyHealthChecks">Whether the append has health checks only, so that the filters drop all of it.</param>
    /// <param name="isThrough">Whether a filter, named without its number, has processed the records.</param>
    public static IEnumerable<Action<Utf8JsonWriter>> Batch(
        CalyptiaPipeline pipeline, int input, Func<int, int, int> below, bool onlyHealthChecks, Func<string, bool> isThrough)
    {
        if (!onlyHealthChecks)
        {
            foreach (var record in Records(pipeline, input, below, isThrough))
                yield return record;
        }

        if (pipeline.Content != CalyptiaContent.Metrics && !isThrough("grep"))
        {
            for (var probe = 0; probe < (onlyHealthChecks ? 2 : 1); probe++)
            {
                var number = probe;
                yield return json => WriteHealthCheck(json, pipeline, below(2, 20 + number), isThrough);
            }
        }
    }

    private static IEnumerable<Action<Utf8JsonWriter>> Records(
        CalyptiaPipeline pipeline, int input, Func<int, int, int> below, Func<string, bool> isThrough) => (pipeline.Content, input) switch
        {
            (CalyptiaContent.Orders, _) => [json => WriteOrder(json, below, isThrough)],
            (CalyptiaContent.Access, 0) => [json => WriteAccess(json, below, isThrough)],
            (CalyptiaContent.Access, _) => [json => WriteLogin(json, below, isThrough)],
            // The throttle passes three records.
            _ => Metrics.Take(isThrough("throttle") ? 3 : 4).Select<(string, int), Action<Utf8JsonWriter>>(
                metric => json => WriteMetric(json, metric, below, isThrough)),
        };

    private static void WriteOrder(Utf8JsonWriter json, Func<int, int, int> below, Func<string, bool> isThrough)
    {
        var name = Names[below(Names.Length, 1)];
        var card = 1000 + below(9000, 2);
        json.WriteString("level", "info");
        json.WriteString("msg", "order accepted");
        json.WriteString("order_id", Text($"A-{10000 + below(90000, 3)}"));
        json.WriteNumber("amount", (500 + below(20000, 4)) / 100m);
        json.WriteNull("coupon");
        json.WriteString("email", isThrough("lua") ? $"{name[0]}***@example.com" : $"{name}@example.com");
        json.WriteString("card", Text(isThrough("lua") ? (FormattableString)$"**** **** **** {card}" : $"4000 0000 0000 {card}"));
        WriteEnd(json, "checkout", below(2, 5), isThrough);
    }

    private static void WriteAccess(Utf8JsonWriter json, Func<int, int, int> below, Func<string, bool> isThrough)
    {
        WriteAddress(json, Text($"203.0.113.{1 + below(250, 1)}"), isThrough);
        json.WriteString("method", below(5, 2) == 0 ? "POST" : "GET");
        json.WriteString("path", Paths[below(Paths.Length, 3)]);
        json.WriteNumber("code", below(8, 4) switch { 0 => 404, 1 => 502, _ => 200 });
        json.WriteNumber("size", 180 + below(20000, 5));
        json.WriteString("agent", Browsers[below(Browsers.Length, 6)]);
        WriteEnd(json, "ingress-nginx", below(2, 7), isThrough);
    }

    private static void WriteLogin(Utf8JsonWriter json, Func<int, int, int> below, Func<string, bool> isThrough)
    {
        var isDenied = below(3, 2) == 0;
        WriteAddress(json, Text($"198.51.100.{1 + below(250, 1)}"), isThrough);
        json.WriteString("event", "login");
        json.WriteString("user", Text($"u-{1000 + below(9000, 3)}"));
        json.WriteString("result", isDenied ? "denied" : "ok");
        json.WriteString("reason", isDenied ? "wrong password" : null);
        WriteEnd(json, "accounts", below(2, 4), isThrough);
    }

    private static void WriteMetric(
        Utf8JsonWriter json, (string Name, int Most) metric, Func<int, int, int> below, Func<string, bool> isThrough)
    {
        json.WriteString("metric", metric.Name);
        json.WriteString("service", "checkout");
        json.WriteNumber("value", below(metric.Most * 10, 2 + Array.IndexOf(Metrics, metric)) / 10m);
        WriteEnd(json, "checkout", below(2, 1), isThrough);
    }

    private static void WriteHealthCheck(Utf8JsonWriter json, CalyptiaPipeline pipeline, int pod, Func<string, bool> isThrough)
    {
        if (pipeline.Content == CalyptiaContent.Access)
            WriteAddress(json, "192.0.2.10", isThrough);
        json.WriteString("method", "GET");
        json.WriteString("path", "/healthz");
        json.WriteNumber("code", 200);
        json.WriteString("agent", "kube-probe/1.31");
        WriteEnd(json, pipeline.Content == CalyptiaContent.Access ? "ingress-nginx" : "checkout", pod, isThrough);
    }

    private static void WriteAddress(Utf8JsonWriter json, string address, Func<string, bool> isThrough) =>
        json.WriteString(isThrough("modify") ? "client_ip" : "remote", address);

    private static void WriteEnd(Utf8JsonWriter json, string application, int pod, Func<string, bool> isThrough)
    {
        json.WriteStartObject("kubernetes");
        json.WriteString("namespace_name", "shop");
        json.WriteString("pod_name", $"{application}-7c9f6d5b8-{(pod == 0 ? "x2x4z" : "k9wqp")}");
        json.WriteEndObject();
        if (isThrough("record_modifier"))
            json.WriteString("env", "prod");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The kind of log records that a pipeline processes.</summary>
internal enum CalyptiaContent
{
    Orders,
    Access,
    Metrics,
}
