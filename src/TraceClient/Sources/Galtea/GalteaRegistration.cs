namespace TraceClient.Galtea;

/// <summary>What a client needs to know of Galtea.</summary>
internal sealed class GalteaRegistration()
    : SourceRegistration<IGalteaApi>(SourceNames.Galtea, options => options.Galtea, GalteaWire.Types, GalteaJsonContext.Default.Options)
{
    public static Uri DefaultBaseAddress { get; } = new("https://api.galtea.ai");

    public override SourceHttpSettings CreateSettings(TraceClientsOptions options) => new()
    {
        SourceName = Name,
        Options = options.Galtea,
        DefaultBaseAddress = DefaultBaseAddress,
        TokenHeader = TokenHeaders.Bearer,
        DeleteRetry = DeleteRetry.Repeat,

        // The service may store rows and send none of them back.
        OptionalValues = ["CreateTrace", "CreateTraces"],
        ListMember = "data"u8.ToArray(),
    };

    protected override ITraceSource CreateSource(IGalteaApi api, TraceClientsOptions options, TimeProvider timeProvider) =>
        new GalteaSource(api, options.Galtea, timeProvider);
}
