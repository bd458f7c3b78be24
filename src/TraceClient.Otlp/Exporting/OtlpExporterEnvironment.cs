namespace TraceClient.Otlp;

/// <summary>Reads the environment variables of the OpenTelemetry specification for OTLP exporters.</summary>
/// <remarks>
/// A variable for traces, such as <c>OTEL_EXPORTER_OTLP_TRACES_ENDPOINT</c>, has priority over the one for all signals, such as
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>. The variables are <c>ENDPOINT</c>, <c>HEADERS</c>, <c>TIMEOUT</c> (milliseconds), <c>COMPRESSION</c>
/// (<c>gzip</c>, <c>none</c>), <c>PROTOCOL</c> (<c>http/protobuf</c>, <c>http/json</c>) and <c>INSECURE</c> (<c>true</c> allows headers
/// over plain http).
/// </remarks>
public static class OtlpExporterEnvironment
{
    private const string AllSignals = "OTEL_EXPORTER_OTLP_";
    private const string TracesOnly = "OTEL_EXPORTER_OTLP_TRACES_";

    /// <summary>Sets the options that are not set yet from environment variables.</summary>
    /// <remarks>Headers are read only if the options have no endpoint, so that a token is not sent to another host.</remarks>
    /// <param name="options">The options.</param>
    /// <param name="read">Reads a variable; null for the environment of the process.</param>
    /// <returns>The same options.</returns>
    /// <exception cref="FormatException">A variable is invalid; the message has its name, but not its value.</exception>
    public static OtlpExporterOptions ReadEnvironment(this OtlpExporterOptions options, Func<string, string?>? read = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        read ??= Environment.GetEnvironmentVariable;

        if (options.Endpoint is null)
        {
            options.Endpoint = Endpoint(read);
            if (Find("HEADERS", read) is var (name, headers))
                AddHeaders(options.Headers, name, headers);
            options.AllowInsecureHttp |= Find("INSECURE", read) is (_, "true" or "True" or "TRUE");
        }

        options.Timeout ??= Find("TIMEOUT", read) is var (timeoutName, timeout) ? Milliseconds(timeoutName, timeout) : null;
        options.Compression ??= Find("COMPRESSION", read) is var (compressionName, compression)
            ? Compression(compressionName, compression)
            : null;
        options.Format ??= Find("PROTOCOL", read) is var (protocolName, protocol) ? Format(protocolName, protocol) : null;
        return options;
    }

    private static (string Name, string Value)? Find(string name, Func<string, string?> read)
    {
        foreach (var prefix in (ReadOnlySpan<string>)[TracesOnly, AllSignals])
        {
            if (read(prefix + name)?.Trim() is { Length: > 0 } value)
                return (prefix + name, value);
        }

        return null;
    }

    private static Uri? Endpoint(Func<string, string?> read)
    {
        if (Find("ENDPOINT", read) is not var (name, value))
            return null;
        if (!Uri.TryCreate(value, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new FormatException($"The environment variable {name} must be an http or https address.");
        if (name.StartsWith(TracesOnly, StringComparison.Ordinal))
            return address;

        var path = new UriBuilder(address);
        path.Path = path.Path.TrimEnd('/') + "/v1/traces";
        return path.Uri;
    }

    private static void AddHeaders(IDictionary<string, string> headers, string variable, string text)
    {
        foreach (var entry in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var end = entry.IndexOf('=', StringComparison.Ordinal);
            if (end <= 0)
                throw new FormatException($"The environment variable {variable} must be key=value pairs, separated by commas.");
            headers.TryAdd(Uri.UnescapeDataString(entry[..end].TrimEnd()), Uri.UnescapeDataString(entry[(end + 1)..].TrimStart()));
        }
    }

    private static TimeSpan Milliseconds(string variable, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds > 0
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw new FormatException($"The environment variable {variable} must be a number of milliseconds above 0.");

    private static OtlpExportCompression Compression(string variable, string text) => text.ToLowerInvariant() switch
    {
        "gzip" => OtlpExportCompression.Gzip,
        "none" => OtlpExportCompression.None,
        _ => throw new FormatException($"The environment variable {variable} must be gzip or none."),
    };

    private static OtlpExportFormat Format(string variable, string text) => text.ToLowerInvariant() switch
    {
        "http/protobuf" => OtlpExportFormat.Protobuf,
        "http/json" => OtlpExportFormat.Json,
        "grpc" => throw new FormatException(
            $"The environment variable {variable} names grpc, which this exporter does not support: "
                + "set it to http/protobuf or http/json. Collectors take both on port 4318."),
        _ => throw new FormatException($"The environment variable {variable} must be http/protobuf or http/json."),
    };
}
