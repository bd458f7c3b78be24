namespace TraceClient.Tool;

/// <summary>Where exported traces go: a file, standard output, or a collector.</summary>
internal sealed record ExportTarget
{
    /// <summary>Stands for standard output.</summary>
    public const string StandardOutput = "-";

    /// <summary>Stands for the collector that OpenTelemetry's environment variables name.</summary>
    public const string EnvironmentCollector = "otlp";

    private static readonly Dictionary<string, ExportForm> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        [".json"] = ExportForm.Json,
        [".jsonl"] = ExportForm.JsonLines,
        [".ndjson"] = ExportForm.JsonLines,
        [".pb"] = ExportForm.Protobuf,
        [".binpb"] = ExportForm.Protobuf,
        [".csv"] = ExportForm.Csv,
        [".html"] = ExportForm.Html,
        [".htm"] = ExportForm.Html,
    };

    private ExportTarget()
    {
    }

    /// <summary>The names of the forms, as they are typed.</summary>
    public static IReadOnlyList<string> FormNames { get; } = ["json", "jsonl", "protobuf", "csv", "html"];

    /// <summary>The file; null for another target.</summary>
    public string? Path { get; private init; }

    /// <summary>Whether traces go to a collector.</summary>
    public bool IsCollector { get; private init; }

    /// <summary>The collector's address; null for the environment's, and for another target.</summary>
    public Uri? Endpoint { get; private init; }

    /// <summary>The form of a file; of what a collector gets, JSON or protobuf.</summary>
    public ExportForm Form { get; private init; }

    /// <summary>Whether a file is compressed.</summary>
    public bool IsGzip { get; private init; }

    /// <summary>What <c>--to</c> and <c>--format</c> say.</summary>
    /// <exception cref="UsageException">They make no target.</exception>
    public static ExportTarget Of(string to, string? formName)
    {
        ExportForm? form = formName is null ? null : (ExportForm)FormNames.ToList().IndexOf(formName);
        if (to == EnvironmentCollector || to.Contains("://", StringComparison.Ordinal))
            return Collector(to, form);
        if (to == StandardOutput)
            return new ExportTarget { Form = form ?? ExportForm.JsonLines };

        var isGzip = to.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        var extension = System.IO.Path.GetExtension(isGzip ? to[..^3] : to);
        return new ExportTarget
        {
            Path = System.IO.Path.GetFullPath(to),
            IsGzip = isGzip,
            Form = form ?? (Extensions.TryGetValue(extension, out var usual) ? usual : throw new UsageException(
                $"The form of {TerminalText.OneLine(to)} is not known by its name.", $"--format {string.Join('|', FormNames)}")),
        };
    }

    public override string ToString() =>
        Path ?? (IsCollector ? Endpoint?.GetLeftPart(UriPartial.Path) ?? "the environment's collector" : "standard output");

    private static ExportTarget Collector(string to, ExportForm? form)
    {
        if (form is ExportForm.JsonLines or ExportForm.Csv or ExportForm.Html)
            throw new UsageException("A collector takes json or protobuf.");
        return new ExportTarget
        {
            IsCollector = true,
            Endpoint = to == EnvironmentCollector
            ? null
            : EndpointOf(to),
            Form = form ?? ExportForm.Protobuf
        };
    }

    // An address without a path is a collector's base, as in OpenTelemetry's general variable.
    private static Uri EndpointOf(string to)
    {
        if (!Uri.TryCreate(to, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new UsageException("An address of a collector begins with http:// or https://.", "--to http://localhost:4318");
        return address.AbsolutePath == "/" && address.Query.Length == 0 ? new Uri(address, "v1/traces") : address;
    }
}
