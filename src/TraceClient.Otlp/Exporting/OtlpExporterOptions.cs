namespace TraceClient.Otlp;

/// <summary>Represents the options of an <see cref="OtlpTraceExporter"/>.</summary>
public sealed class OtlpExporterOptions
{
    /// <summary>Gets or sets the address to which traces are posted, with its path.</summary>
    /// <remarks>Plain http is allowed; with <see cref="Headers"/> only to the local machine.</remarks>
    /// <value>The default is null: <c>http://localhost:4318/v1/traces</c>.</value>
    public Uri? Endpoint { get; set; }

    /// <summary>Gets or sets the format of requests.</summary>
    /// <value>The default is null: <see cref="OtlpExportFormat.Protobuf"/>.</value>
    public OtlpExportFormat? Format { get; set; }

    /// <summary>Gets or sets the compression of requests.</summary>
    /// <value>The default is null: <see cref="OtlpExportCompression.None"/>.</value>
    public OtlpExportCompression? Compression { get; set; }

    /// <summary>Gets the headers of each request, such as <c>Authorization</c>. Logs and exceptions never contain their values.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets whether headers may be sent over plain http, unencrypted, to another machine.</summary>
    /// <value>The default is false.</value>
    public bool AllowInsecureHttp { get; set; }

    /// <summary>Gets or sets the timeout of one attempt, from 10 ms to 1 day.</summary>
    /// <value>The default is null: 10 seconds.</value>
    public TimeSpan? Timeout { get; set; }

    /// <summary>Gets or sets the timeout of all attempts for one batch, including the waits between them, from 10 ms to 1 day.</summary>
    /// <value>The default is 2 minutes.</value>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Gets or sets the wait before the first retry, which doubles with each further one.</summary>
    /// <remarks>A <c>Retry-After</c> of the collector has priority.</remarks>
    /// <value>The default is 1 second.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets the maximum wait between two attempts.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the maximum size of a request body before compression, from 1 KiB to 64 MiB.</summary>
    /// <remarks>A span that is larger fails the export.</remarks>
    /// <value>The default is 4 MiB.</value>
    public int MaxBatchBytes { get; set; } = 4 << 20;

    /// <summary>Gets or sets the maximum number of spans of a request.</summary>
    /// <value>The default is 4096.</value>
    public int MaxBatchSpans { get; set; } = 4096;

    /// <summary>Gets or sets whether inputs, outputs and bodies of records are sent, and the maximum number of events of a span.</summary>
    public OtlpWriterOptions Content { get; set; } = new();

    /// <summary>Gets whether the spans have the attributes that the ingest of Galtea needs.</summary>
    internal bool IsForGaltea { get; private init; }

    /// <summary>Creates the options for the OTLP ingest of Galtea, which accepts JSON with an API key.</summary>
    /// <remarks>
    /// Each span has the attribute <c>galtea.trace.id</c>, by which the ingest finds the spans of a trace: for a trace of Galtea its id,
    /// for others the OpenTelemetry id.
    /// </remarks>
    /// <param name="apiKey">The API key, which is sent as a bearer token.</param>
    /// <returns>The options, which can be changed further.</returns>
    /// <exception cref="ArgumentException">The key is empty.</exception>
    public static OtlpExporterOptions ForGaltea(string apiKey)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(apiKey);
        return new()
        {
            Endpoint = new Uri("https://api.galtea.ai/otel/traces"),
            Format = OtlpExportFormat.Json,
            IsForGaltea = true,
            Headers = { ["Authorization"] = $"Bearer {apiKey.Trim()}" },
        };
    }

    /// <summary>Gets or sets a factory of the handler that sends requests, for a proxy or a client certificate.</summary>
    /// <remarks>The exporter disables redirects of the handler.</remarks>
    /// <value>The default is null: a handler with pooled connections.</value>
    public Func<HttpMessageHandler>? PrimaryHandler { get; set; }
}
