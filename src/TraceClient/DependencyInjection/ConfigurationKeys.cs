using Microsoft.Extensions.Configuration;

namespace TraceClient.DependencyInjection;

/// <summary>Refuses keys of a configuration that mean nothing: a misspelt one would leave its option at the default without a word.</summary>
/// <param name="clientKey">The client whose configuration it is.</param>
/// <param name="prefix">Where the configuration stands.</param>
/// <param name="section">The configuration; null where the container has none.</param>
internal sealed class ConfigurationKeys(string clientKey, string prefix, IConfiguration? section) : IValidateOptions<TraceClientsOptions>
{
    private static readonly Keys Known = new()
    {
        [nameof(TraceClientsOptions.Calyptia)] = Keys.OfSource(
            nameof(CalyptiaOptions.TokenKind), nameof(CalyptiaOptions.ProjectId), nameof(CalyptiaOptions.PipelineIds),
            nameof(CalyptiaOptions.PageSize), nameof(CalyptiaOptions.ChunkGap)),
        [nameof(TraceClientsOptions.Kubiya)] = Keys.OfSource(nameof(KubiyaOptions.TokenScheme), nameof(KubiyaOptions.PageSize)),
        [nameof(TraceClientsOptions.Galtea)] = Keys.OfSource(nameof(GalteaOptions.PageSize), nameof(GalteaOptions.SortAsTwoValues)),
    };

    public ValidateOptionsResult Validate(string? name, TraceClientsOptions options)
    {
        if (name != clientKey || section is null)
            return ValidateOptionsResult.Skip;

        string[] unknown = [.. Unknown(section, Known, prefix)];
        return unknown.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(unknown);
    }

    private static IEnumerable<string> Unknown(IConfiguration section, Keys known, string place) => section.GetChildren().SelectMany(
        child => known.TryGetValue(child.Key, out var below)
            ? below is null ? [] : Unknown(child, below, $"{place}:{child.Key}")
            : [$"{place}:{child.Key} is no key that a configuration can set; {place} takes {string.Join(", ", known.Keys.Order(StringComparer.Ordinal))}."]);

    /// <summary>Represents the keys of a section, each with the keys below it; null below one that holds a value.</summary>
    private sealed class Keys() : Dictionary<string, Keys?>(StringComparer.OrdinalIgnoreCase)
    {
        public static Keys OfSource(params IEnumerable<string> own) => new(
        [
            nameof(TraceSourceOptions.Enabled), nameof(TraceSourceOptions.BaseAddress), nameof(TraceSourceOptions.Token), nameof(TraceSourceOptions.AllowInsecureHttp), .. own,
        ])
        {
            [nameof(TraceSourceOptions.Resilience)] = new(
            [
                nameof(ResilienceOptions.MaxRetries), nameof(ResilienceOptions.RetryDelay), nameof(ResilienceOptions.MaxRetryDelay),
                nameof(ResilienceOptions.AttemptTimeout), nameof(ResilienceOptions.TotalTimeout), nameof(ResilienceOptions.BodyIdleTimeout),
                nameof(ResilienceOptions.MinimumBytesPerSecond), nameof(ResilienceOptions.CircuitFailureRatio), nameof(ResilienceOptions.CircuitMinimumThroughput),
                nameof(ResilienceOptions.CircuitSamplingDuration), nameof(ResilienceOptions.CircuitBreakDuration), nameof(ResilienceOptions.RequestsPerMinute),
            ]),
            [nameof(TraceSourceOptions.Limits)] = new([nameof(LimitOptions.MaxElementBytes), nameof(LimitOptions.MaxBodyBytes), nameof(LimitOptions.MaxJsonDepth)]),
        };

        private Keys(string[] values)
            : this()
        {
            foreach (var value in values)
                Add(value, value: null);
        }
    }
}
