namespace TraceClient.Kubiya;

/// <summary>What a client needs to know of Kubiya.</summary>
internal sealed class KubiyaRegistration()
    : SourceRegistration<IKubiyaApi>(SourceNames.Kubiya, options => options.Kubiya, KubiyaWire.Types)
{
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
