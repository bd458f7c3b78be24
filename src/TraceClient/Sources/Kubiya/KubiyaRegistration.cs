namespace TraceClient.Kubiya;

/// <summary>What a client needs to know of Kubiya.</summary>
internal sealed class KubiyaRegistration() : SourceRegistration<IKubiyaApi>(KubiyaWire.Types)
{
    public override string Name => SourceNames.Kubiya;

    public override TraceSourceOptions OptionsOf(TraceClientsOptions options) => options.Kubiya;

    public override SourceHttpSettings CreateSettings(TraceClientsOptions options) => new()
    {
        SourceName = Name,
        Options = options.Kubiya,
        DefaultBaseAddress = new Uri("https://control-plane.kubiya.ai"),
        TokenHeader = options.Kubiya.TokenScheme == KubiyaTokenScheme.UserKey ? TokenHeaders.UserKey : TokenHeaders.Bearer,
        DeleteRetry = DeleteRetry.RepeatAndReport,
    };

    protected override ITraceSource CreateSource(IKubiyaApi api, TraceClientsOptions options, TimeProvider timeProvider) =>
        new KubiyaSource(api, options.Kubiya, timeProvider);
}
