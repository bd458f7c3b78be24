namespace TraceClient.Otlp;

/// <summary>Represents the options of an <see cref="OtlpTraceExporter"/>: the address, the form of the bodies and the limits.</summary>
public sealed class OtlpExporterOptions
{
    /// <summary>Gets or sets the address that traces are posted to, with its path. Plain http is
    /// allowed, since collectors are mostly local; with headers only to this machine.</summary>
    /// <value>The default is null, for <c>http://localhost:4318/v1/traces</c>.</value>
    public Uri? Endpoint { get; set; }

    /// <summary>Gets or sets the form of the bodies; null for protobuf.</summary>
    public OtlpExportFormat? Format { get; set; }

    /// <summary>Gets or sets the compression of bodies; null for none.</summary>
    public OtlpExportCompression? Compression { get; set; }

    /// <summary>Gets the headers of each request, such as <c>Authorization</c>. Their values go into no log and no exception.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets whether headers may be sent over plain http to another machine, where they can be read on the way.</summary>
    /// <value>The default is false.</value>
    public bool AllowInsecureHttp { get; set; }

    /// <summary>Gets or sets the timeout of one attempt, from 10 ms to 1 day; null for 10 seconds.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>Gets or sets the timeout of all attempts for one batch, with the waits between them: from 10 ms to 1 day.</summary>
    /// <value>The default is 2 minutes.</value>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Gets or sets the wait before the second attempt, which doubles with
    /// each further one; where the collector names a wait, that one counts.</summary>
    /// <value>The default is 1 second.</value>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets the longest wait that doubling leads to.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the maximum number of bytes of a body before compression:
    /// from 1 KiB to 64 MiB. A single span that is larger fails the export.</summary>
    /// <value>The default is 4 MiB.</value>
    public int MaxBatchBytes { get; set; } = 4 << 20;

    /// <summary>Gets or sets the maximum number of spans of a body.</summary>
    /// <value>The default is 4096.</value>
    public int MaxBatchSpans { get; set; } = 4096;

    /// <summary>Gets or sets whether inputs, outputs and bodies of records are sent, and how many events a span has.</summary>
    public OtlpWriterOptions Content { get; set; } = new();

    /// <summary>Gets whether the spans get what Galtea's ingest needs.</summary>
    internal bool IsForGaltea { get; private init; }

    /// <summary>Creates the options for Galtea's own OTLP ingest, which takes JSON with an API key.</summary>
    /// <remarks>
    /// Each span has the attribute <c>galtea.trace.id</c>, by which the ingest finds the
    /// spans of one trace: the own id of a trace of Galtea, the trace id of OTLP for others.
    /// </remarks>
    /// <param name="apiKey">The API key, sent as a bearer token.</param>
    /// <returns>Options that can be changed further.</returns>
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

    /// <summary>Gets or sets what makes the handler that sends, for a proxy or a client
    /// certificate; null for one with pooled connections. Redirects are turned off in it.</summary>
    public Func<HttpMessageHandler>? PrimaryHandler { get; set; }
}
