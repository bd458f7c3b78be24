using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace TraceClient.DependencyInjection;

/// <summary>Checks the options of one client; its messages name the key to set.</summary>
internal sealed class TraceClientsOptionsValidator(string key, string prefix, IServiceProviderIsKeyedService services)
    : IValidateOptions<TraceClientsOptions>
{
    private const int MaxPageSize = 1000;

    public ValidateOptionsResult Validate(string? name, TraceClientsOptions options)
    {
        if (name != key)
            return ValidateOptionsResult.Skip;

        string[] failures = [.. Failures(options)];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private IEnumerable<string> Failures(TraceClientsOptions options)
    {
        string[] missing = [.. Missing(options)];
        return missing.Length > 0 ? missing : FailuresOfSources(options);
    }

    private IEnumerable<string> Missing(TraceClientsOptions options) =>
        new (string Name, TraceSourceOptions? Source)[] { ("Calyptia", options.Calyptia), ("Kubiya", options.Kubiya), ("Galtea", options.Galtea) }
            .Where(entry => entry.Source is null)
            .Select(entry => $"{prefix}:{entry.Name} must not be null: leave it out for the defaults.");

    private IEnumerable<string> FailuresOfSources(TraceClientsOptions options)
    {
        if (options is { Calyptia.IsConfigured: false, Kubiya.IsConfigured: false, Galtea.IsConfigured: false }
            && !services.IsKeyedService(typeof(ITraceSource), key))
        {
            yield return $"No source is configured: set {prefix}:Calyptia:Token, {prefix}:Kubiya:Token or {prefix}:Galtea:Token.";
        }

        foreach (var failure in OfSource(options.Calyptia, "Calyptia", options.Calyptia.PageSize, MaxPageSize))
            yield return failure;
        foreach (var failure in OfSource(options.Kubiya, "Kubiya", options.Kubiya.PageSize, maxPageSize: 100))
            yield return failure;
        foreach (var failure in OfSource(options.Galtea, "Galtea", options.Galtea.PageSize, MaxPageSize))
            yield return failure;
        if (options.Calyptia.IsConfigured && options.Calyptia.ChunkGap <= TimeSpan.Zero)
            yield return $"{prefix}:Calyptia:ChunkGap must be more than 0; it is {options.Calyptia.ChunkGap}.";
    }

    private IEnumerable<string> OfSource(TraceSourceOptions source, string name, int pageSize, int maxPageSize)
    {
        if (!source.IsConfigured)
            yield break;
        foreach (var failure in TraceSourceOptionsValidator.Validate(source, $"{prefix}:{name}"))
            yield return failure;
        if (string.IsNullOrEmpty(source.Token) && source.TokenProvider is null)
            yield return $"{prefix}:{name}:Token must be set, or a token provider in code: the source is on, and it has no token.";
        if (pageSize < 1 || pageSize > maxPageSize)
            yield return $"{prefix}:{name}:PageSize must be from 1 to {maxPageSize}; it is {pageSize}.";
    }
}
