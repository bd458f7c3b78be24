namespace TraceClient.Testing;

/// <summary>Validates the sizes of <see cref="TraceSimulatorOptions"/>.</summary>
internal static class TraceSimulatorOptionsValidator
{
    public static void Validate(TraceSimulatorOptions options)
    {
        NotNegative(options.RequestLogCapacity);
        NotNegative(options.RecordedBodyBytes);
        AtMost(IPEndPoint.MaxPort, options.Port);
        NotNegative(options.Calyptia.Pipelines);
        NotNegative(options.Calyptia.SessionsPerPipeline);
        NotNegative(options.Calyptia.TracesPerSession);
        NotNegative(options.Kubiya.Traces);
        NotNegative(options.Galtea.Traces);
        Positive(options.Calyptia.RecordsPerTrace);
        Positive(options.Kubiya.SpansPerTrace);
        Positive(options.Kubiya.Depth);
        Positive(options.Galtea.SpansPerTrace);
        Positive(options.Galtea.Depth);
        Positive(options.Calyptia.DefaultPageSize);
        Positive(options.Galtea.DefaultLimit);
        Positive(options.Galtea.MaxLimit);
    }

    private static void NotNegative(int size, [CallerArgumentExpression(nameof(size))] string? name = null) =>
        ArgumentOutOfRangeException.ThrowIfNegative(size, name);

    private static void AtMost(int most, int size, [CallerArgumentExpression(nameof(size))] string? name = null)
    {
        NotNegative(size, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, most, name);
    }

    private static void Positive(int? size, [CallerArgumentExpression(nameof(size))] string? name = null) =>
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size ?? 1, name);
}
