using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace TraceClient.Otlp.Tests.Exporting;

public sealed class OptionsTests
{
    [Theory]
    [InlineData("http://collector:4318", "http://collector:4318/v1/traces")]
    [InlineData("http://collector:4318/", "http://collector:4318/v1/traces")]
    [InlineData("https://collector/otlp?x=1", "https://collector/otlp/v1/traces?x=1")]
    public void The_address_of_all_signals_gets_the_path_of_traces(string value, string expected) =>
        Assert.Equal(expected, Read(("OTEL_EXPORTER_OTLP_ENDPOINT", value)).Endpoint?.ToString());

    [Fact]
    public void The_address_of_traces_stays_as_it_is_and_goes_first()
    {
        var options = Read(("OTEL_EXPORTER_OTLP_ENDPOINT", "http://a"), ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://b/own"));

        Assert.Equal("http://b/own", options.Endpoint?.ToString());
    }

    [Fact]
    public void Headers_are_decoded_and_those_of_traces_go_first()
    {
        var all = Read(("OTEL_EXPORTER_OTLP_HEADERS", "Authorization=Basic%20eA%3D%3D, x-key = a=b ,"));
        var traces = Read(("OTEL_EXPORTER_OTLP_HEADERS", "a=1"), ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "b=2"));

        Assert.Equal([("Authorization", "Basic eA=="), ("x-key", "a=b")], all.Headers.Select(header => (header.Key, header.Value)));
        Assert.Equal(["b"], traces.Headers.Keys);
    }

    [Theory]
    [InlineData("http://collector:4318", null, false)]
    [InlineData("http://collector:4318", "true", true)]
    [InlineData("https://collector", null, true)]
    [InlineData("http://localhost:4318", null, true)]
    public async Task Headers_go_over_plain_http_to_this_machine_only_unless_that_is_accepted(
        string address, string? insecure, bool isAccepted)
    {
        var options = Read([("OTEL_EXPORTER_OTLP_ENDPOINT", address), ("OTEL_EXPORTER_OTLP_HEADERS", "Authorization=s3cret"),
            .. insecure is null ? [] : new[] { ("OTEL_EXPORTER_OTLP_INSECURE", insecure) }]);

        var error = await Xunit.Record.ExceptionAsync(async () => await new OtlpTraceExporter(options).DisposeAsync());

        Assert.Equal(isAccepted, error is null);
        Assert.DoesNotContain("s3cret", error?.ToString() ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Galtea_takes_traces_as_JSON_with_a_key()
    {
        var options = OtlpExporterOptions.ForGaltea("key");

        Assert.Equal(("https://api.galtea.ai/otel/traces", OtlpExportFormat.Json, "Bearer key"),
            (options.Endpoint!.ToString(), options.Format, options.Headers["Authorization"]));
        Assert.Throws<ArgumentException>(() => OtlpExporterOptions.ForGaltea(" "));
    }

    [Fact]
    public async Task Galtea_finds_the_spans_of_a_trace_by_an_attribute()
    {
        Trace[] traces =
            [Exports.Make("turn-1", 2) with { Reference = new("galtea", "turn-1") }, Exports.Make("4bf92f3577b34da6a3ce929d0e0e4736", 2)];
        await using var collector = new Collector();
        var options = OtlpExporterOptions.ForGaltea("key");
        (options.Endpoint, options.Content) = (collector.Endpoint, new OtlpWriterOptions { IncludeContent = true });
        await using var exporter = new OtlpTraceExporter(options);

        await exporter.ExportAsync(Exports.Stream(traces), Exports.Token);

        using var body = JsonDocument.Parse(Assert.Single(collector.Requests).Body);
        var spans = body.RootElement.GetProperty("resourceSpans").EnumerateArray()
            .SelectMany(resource => resource.GetProperty("scopeSpans").EnumerateArray())
            .SelectMany(scope => scope.GetProperty("spans").EnumerateArray());
        Assert.Equal(
            ["turn-1", "turn-1", "4bf92f3577b34da6a3ce929d0e0e4736", "4bf92f3577b34da6a3ce929d0e0e4736"],
            spans.Select(span => span.GetProperty("attributes").EnumerateArray()
                .Single(attribute => attribute.GetProperty("key").GetString() == "galtea.trace.id")
                .GetProperty("value").GetProperty("stringValue").GetString()));
        Assert.Equal(traces, await Exports.TracesOfAsync(collector, OtlpExportFormat.Json));
    }

    [Fact]
    public void Headers_of_the_environment_do_not_go_to_an_address_from_code()
    {
        var options = new OtlpExporterOptions { Endpoint = new Uri("http://own/") };

        options.ReadEnvironment(name => name == "OTEL_EXPORTER_OTLP_HEADERS" ? "Authorization=x" : null);

        Assert.Empty(options.Headers);
    }

    [Fact]
    public void Time_compression_and_form_are_read_and_code_goes_first()
    {
        (string, string)[] variables =
            [("OTEL_EXPORTER_OTLP_TIMEOUT", "1500"), ("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip"),
                ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/json")];

        var options = Read(variables);
        var set = new OtlpExporterOptions { Format = OtlpExportFormat.Protobuf }.ReadEnvironment(Variables(variables));

        Assert.Equal((TimeSpan.FromMilliseconds(1500), OtlpExportCompression.Gzip, OtlpExportFormat.Json),
            (options.Timeout, options.Compression, options.Format));
        Assert.Equal(OtlpExportFormat.Protobuf, set.Format);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "secret")]
    [InlineData("OTEL_EXPORTER_OTLP_COMPRESSION", "secret")]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "secret")]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "0")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "secret")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "secret")]
    public void A_wrong_variable_is_named_and_not_quoted(string name, string value)
    {
        var error = Assert.Throws<FormatException>(() => Read((name, value)));

        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_wrong_option_is_named()
    {
        var options = new OtlpExporterOptions
        {
            Endpoint = new Uri("ftp://collector"),
            Timeout = TimeSpan.Zero,
            TotalTimeout = TimeSpan.Zero,
            RetryDelay = TimeSpan.FromDays(2),
            MaxRetryDelay = TimeSpan.Zero,
            MaxBatchBytes = (64 << 20) + 1,
            MaxBatchSpans = 0,
            Content = null!,
            Headers = { ["Host"] = "x", ["x-key"] = "secret\r\n" },
        };

        var error = Assert.Throws<ArgumentException>(() => new OtlpTraceExporter(options));

        Assert.All(
            ["Endpoint", "Timeout", "TotalTimeout", "RetryDelay", "MaxRetryDelay", "MaxBatchBytes", "MaxBatchSpans", "Headers:Host",
                "Headers:x-key", "Content"],
            key => Assert.Contains($"OtlpExporterOptions:{key} ", error.Message, StringComparison.Ordinal));
        Assert.Contains("Content must not be null. Remove it for the defaults.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_sets_every_key_but_the_handler()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Otlp:Endpoint"] = "https://collector/v1/traces",
            ["Otlp:Format"] = "Json",
            ["Otlp:Compression"] = "Gzip",
            ["Otlp:Headers:x-key"] = "a",
            ["Otlp:Timeout"] = "00:00:05",
            ["Otlp:TotalTimeout"] = "00:00:50",
            ["Otlp:RetryDelay"] = "00:00:02",
            ["Otlp:MaxRetryDelay"] = "00:00:20",
            ["Otlp:MaxBatchBytes"] = "2048",
            ["Otlp:MaxBatchSpans"] = "12",
            ["Otlp:Content:IncludeContent"] = "true",
        }).Build();

        using var services = new ServiceCollection().AddOtlpTraceExporter(configuration.GetSection("Otlp")).BuildServiceProvider();

        var options = services.GetRequiredService<IOptions<OtlpExporterOptions>>().Value;
        Assert.Equal(
            (new Uri("https://collector/v1/traces"), OtlpExportFormat.Json, OtlpExportCompression.Gzip, "a", 5.0, 50.0, 2.0),
            (options.Endpoint, options.Format, options.Compression, options.Headers["x-key"], options.Timeout?.TotalSeconds,
                options.TotalTimeout.TotalSeconds, options.RetryDelay.TotalSeconds));
        Assert.Equal((20.0, 2048, 12, true),
            (options.MaxRetryDelay.TotalSeconds, options.MaxBatchBytes, options.MaxBatchSpans, options.Content.IncludeContent));
        Assert.Same(services.GetRequiredService<OtlpTraceExporter>(), services.GetRequiredService<OtlpTraceExporter>());
    }

    [Fact]
    public void A_wrong_configuration_names_its_key()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Otlp:MaxBatchSpans"] = "0" }).Build();
        using var services = new ServiceCollection().AddOtlpTraceExporter(configuration.GetSection("Otlp")).BuildServiceProvider();

        var error = Assert.Throws<OptionsValidationException>(services.GetRequiredService<OtlpTraceExporter>);

        Assert.Contains("Otlp:MaxBatchSpans must be 1 or more", error.Message, StringComparison.Ordinal);
    }

    private static OtlpExporterOptions Read(params (string Name, string Value)[] variables) =>
        new OtlpExporterOptions().ReadEnvironment(Variables(variables));

    private static Func<string, string?> Variables(params (string Name, string Value)[] variables) =>
        name => variables.Where(variable => variable.Name == name).Select(variable => variable.Value).SingleOrDefault();
}
