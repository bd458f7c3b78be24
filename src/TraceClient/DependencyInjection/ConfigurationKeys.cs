using System.Collections.Frozen;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace TraceClient.DependencyInjection;

/// <summary>Refuses keys of a configuration that mean nothing: a misspelt one would leave its option at the default without a word.</summary>
/// <param name="clientKey">The client whose configuration it is.</param>
/// <param name="prefix">Where the configuration stands.</param>
/// <param name="section">The configuration; null where the container has none.</param>
internal sealed class ConfigurationKeys(string clientKey, string prefix, IConfiguration? section) : IValidateOptions<TraceClientsOptions>
{
    private static readonly FrozenSet<string> Resilience = Set(
        nameof(ResilienceOptions.MaxRetries), nameof(ResilienceOptions.RetryDelay), nameof(ResilienceOptions.MaxRetryDelay),
        nameof(ResilienceOptions.AttemptTimeout), nameof(ResilienceOptions.TotalTimeout), nameof(ResilienceOptions.BodyIdleTimeout),
        nameof(ResilienceOptions.MinimumBytesPerSecond),
        nameof(ResilienceOptions.CircuitFailureRatio), nameof(ResilienceOptions.CircuitMinimumThroughput),
        nameof(ResilienceOptions.CircuitSamplingDuration), nameof(ResilienceOptions.CircuitBreakDuration), nameof(ResilienceOptions.RequestsPerMinute));

    private static readonly FrozenSet<string> Limits = Set(
        nameof(LimitOptions.MaxElementBytes), nameof(LimitOptions.MaxBodyBytes), nameof(LimitOptions.MaxJsonDepth));

    private static readonly FrozenDictionary<string, FrozenSet<string>> Sources = new Dictionary<string, FrozenSet<string>>(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(TraceClientsOptions.Calyptia)] = OfSource(
            nameof(CalyptiaOptions.TokenKind), nameof(CalyptiaOptions.ProjectId), nameof(CalyptiaOptions.PipelineIds),
            nameof(CalyptiaOptions.PageSize), nameof(CalyptiaOptions.ChunkGap)),
        [nameof(TraceClientsOptions.Kubiya)] = OfSource(nameof(KubiyaOptions.TokenScheme), nameof(KubiyaOptions.PageSize)),
        [nameof(TraceClientsOptions.Galtea)] = OfSource(nameof(GalteaOptions.PageSize), nameof(GalteaOptions.SortAsTwoValues)),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> SourceNames = Set([.. Sources.Keys]);

    public ValidateOptionsResult Validate(string? name, TraceClientsOptions options)
    {
        if (name != clientKey || section is null)
            return ValidateOptionsResult.Skip;

        string[] unknown = [.. Unknown(section, SourceNames, prefix), .. section.GetChildren().SelectMany(UnknownOfSource)];
        return unknown.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(unknown);
    }

    private static FrozenSet<string> OfSource(params IEnumerable<string> own) => Set(
    [
        nameof(TraceSourceOptions.Enabled), nameof(TraceSourceOptions.BaseAddress), nameof(TraceSourceOptions.Token),
        nameof(TraceSourceOptions.AllowInsecureHttp), nameof(TraceSourceOptions.Resilience), nameof(TraceSourceOptions.Limits), .. own,
    ]);

    private static FrozenSet<string> Set(params IEnumerable<string> names) => names.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private IEnumerable<string> UnknownOfSource(IConfigurationSection source)
    {
        if (!Sources.TryGetValue(source.Key, out var known))
            return [];
        var place = $"{prefix}:{source.Key}";
        return Unknown(source, known, place)
            .Concat(Unknown(source.GetSection(nameof(TraceSourceOptions.Resilience)), Resilience, $"{place}:{nameof(TraceSourceOptions.Resilience)}"))
            .Concat(Unknown(source.GetSection(nameof(TraceSourceOptions.Limits)), Limits, $"{place}:{nameof(TraceSourceOptions.Limits)}"));
    }

    private static IEnumerable<string> Unknown(IConfiguration section, FrozenSet<string> known, string place) =>
        section.GetChildren().Where(child => !known.Contains(child.Key)).Select(child =>
            $"{place}:{child.Key} is no key that a configuration can set; {place} takes {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
}
