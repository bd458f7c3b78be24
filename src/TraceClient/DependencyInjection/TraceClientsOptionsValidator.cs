namespace TraceClient.DependencyInjection;

/// <summary>Checks all options of a client, so that the host does not start with a wrong
/// one. Every failure names the key to set; sources that are off are not checked.</summary>
/// <param name="key">The name of the options.</param>
/// <param name="prefix">The section the options come from, as messages name it.</param>
/// <param name="services">Knows whether there are sources of the user's own, with which no built-in one is needed.</param>
internal sealed class TraceClientsOptionsValidator(string key, string prefix, IServiceProviderIsKeyedService services)
    : IValidateOptions<TraceClientsOptions>
{
    public ValidateOptionsResult Validate(string? name, TraceClientsOptions options)
    {
        if (name != key)
            return ValidateOptionsResult.Skip;

        var failures = new ValidateOptionsResultBuilder();
        (string Place, TraceSourceOptions? Source)[] sources =
            [($"{prefix}:Calyptia", options.Calyptia), ($"{prefix}:Kubiya", options.Kubiya), ($"{prefix}:Galtea", options.Galtea)];
        foreach (var (place, source) in sources.Where(entry => entry.Source is not { IsConfigured: false }))
            Validate(source, place, failures);
        if (sources.All(entry => entry.Source is { IsConfigured: false }) && !services.IsKeyedService(typeof(ITraceSource), key))
            failures.AddError(
                "No source is configured: set "
                    + $"{string.Join(", ", sources[..^1].Select(entry => $"{entry.Place}:Token"))} or {sources[^1].Place}:Token.");
        return failures.Build();
    }

    /// <summary>Checks the options of one source.</summary>
    public static void Validate(TraceSourceOptions? source, string place, ValidateOptionsResultBuilder failures)
    {
        if (source is not { Resilience: { } resilience, Limits: not null })
        {
            var missing = source is null ? place : source.Resilience is null ? $"{place}:Resilience" : $"{place}:Limits";
            failures.AddError($"{missing} must not be null: leave it out for the defaults.");
            return;
        }

        failures.AddResult(source switch
        {
            CalyptiaOptions options => new CalyptiaOptionsValidator().Validate(place, options),
            KubiyaOptions options => new KubiyaOptionsValidator().Validate(place, options),
            GalteaOptions options => new GalteaOptionsValidator().Validate(place, options),
            _ => ValidateOptionsResult.Skip,
        });
        if (source.BaseAddress is { } address && BaseAddress.FindError(address, source.AllowInsecureHttp) is { } addressError)
            failures.AddError($"{place}:BaseAddress {addressError}");
        if (string.IsNullOrEmpty(source.Token) && source.TokenProvider is null)
            failures.AddError($"{place}:Token must be set, or a token provider in code: the source is on, and it has no token.");
        else if (!string.IsNullOrEmpty(source.Token) && BearerToken.FindError(source.Token) is { } tokenError)
            failures.AddError($"{place}:Token {tokenError}");
        if (resilience.MaxRetryDelay < resilience.RetryDelay && resilience.MaxRetryDelay >= TimeSpan.Zero)
            failures.AddError($"{place}:Resilience:MaxRetryDelay must not be shorter than RetryDelay; it is {resilience.MaxRetryDelay}.");
        if (resilience.TotalTimeout > TimeSpan.Zero && resilience.TotalTimeout < resilience.AttemptTimeout)
            failures.AddError($"{place}:Resilience:TotalTimeout must not be shorter than AttemptTimeout; it is {resilience.TotalTimeout}.");
    }
}

[OptionsValidator]
internal sealed partial class CalyptiaOptionsValidator : IValidateOptions<CalyptiaOptions>;

[OptionsValidator]
internal sealed partial class KubiyaOptionsValidator : IValidateOptions<KubiyaOptions>;

[OptionsValidator]
internal sealed partial class GalteaOptionsValidator : IValidateOptions<GalteaOptions>;
