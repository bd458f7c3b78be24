namespace TraceClient.Tool;

/// <summary>Represents the target of an export: a file, standard output or a collector.</summary>
internal sealed record ExportTarget
{
    /// <summary>The value for standard output.</summary>
    public const string StandardOutput = "-";

    /// <summary>The value for the collector of OpenTelemetry's environment variables.</summary>
    public const string EnvironmentCollector = "otlp";

    private static readonly Dictionary<string, ExportFormat> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        [".json"] = ExportFormat.Json,
        [".jsonl"] = ExportFormat.JsonLines,
        [".ndjson"] = ExportFormat.JsonLines,
        [".pb"] = ExportFormat.Protobuf,
        [".binpb"] = ExportFormat.Protobuf,
        [".csv"] = ExportFormat.Csv,
        [".html"] = ExportFormat.Html,
        [".htm"] = ExportFormat.Html,
    };

    private ExportTarget()
    {
    }

    /// <summary>Gets the names of the formats on the command line.</summary>
    public static IReadOnlyList<string> FormatNames { get; } = ["json", "jsonl", "protobuf", "csv", "html"];

    /// <summary>Gets the path of the file; null for another target.</summary>
    public string? Path { get; private init; }

    /// <summary>Gets a value that indicates whether the target is a collector.</summary>
    public bool IsCollector { get; private init; }

    /// <summary>Gets the address of the collector; null for that of the environment, and for another target.</summary>
    public Uri? Endpoint { get; private init; }

    /// <summary>Gets the format.</summary>
    public ExportFormat Format { get; private init; }

    /// <summary>Gets a value that indicates whether the file is compressed.</summary>
    public bool IsGzip { get; private init; }

    /// <summary>Parses <c>--to</c> and <c>--format</c>.</summary>
    /// <exception cref="UsageException">The values are invalid.</exception>
    public static ExportTarget Of(string to, string? formatName)
    {
        ExportFormat? format = formatName is null ? null : (ExportFormat)FormatNames.ToList().IndexOf(formatName);
        if (to == EnvironmentCollector || to.Contains("://", StringComparison.Ordinal))
            return Collector(to, format);
        if (to == StandardOutput)
            return new ExportTarget { Format = format ?? ExportFormat.JsonLines };

        var isGzip = to.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        var extension = System.IO.Path.GetExtension(isGzip ? to[..^3] : to);
        return new ExportTarget
        {
            Path = System.IO.Path.GetFullPath(to),
            IsGzip = isGzip,
            Format = format ?? (Extensions.TryGetValue(extension, out var known) ? known : throw new UsageException(
                $"Cannot determine the format of {TerminalText.OneLine(to)} from its name.", $"--format {string.Join('|', FormatNames)}")),
        };
    }

    public override string ToString() =>
        Path ?? (IsCollector ? Endpoint?.GetLeftPart(UriPartial.Path) ?? "the collector of the environment" : "standard output");

    private static ExportTarget Collector(string to, ExportFormat? format)
    {
        if (format is ExportFormat.JsonLines or ExportFormat.Csv or ExportFormat.Html)
            throw new UsageException("Unsupported format for a collector. Use json or protobuf.");
        return new ExportTarget
        {
            IsCollector = true,
            Endpoint = to == EnvironmentCollector ? null : EndpointOf(to),
            Format = format ?? ExportFormat.Protobuf,
        };
    }

    // An address without a path is a base address, as in OTEL_EXPORTER_OTLP_ENDPOINT.
    private static Uri EndpointOf(string to)
    {
        if (!Uri.TryCreate(to, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new UsageException("Invalid address of a collector. Use an http or https address.", "--to http://localhost:4318");
        return address.AbsolutePath == "/" && address.Query.Length == 0 ? new Uri(address, "v1/traces") : address;
    }
}

/// <summary>Defines the formats of an export.</summary>
internal enum ExportFormat
{
    /// <summary>OTLP as one JSON object.</summary>
    Json,

    /// <summary>OTLP as JSON Lines, one object per trace.</summary>
    JsonLines,

    /// <summary>OTLP as protobuf.</summary>
    Protobuf,

    /// <summary>CSV, one row per span.</summary>
    Csv,

    /// <summary>An HTML page.</summary>
    Html,
}
