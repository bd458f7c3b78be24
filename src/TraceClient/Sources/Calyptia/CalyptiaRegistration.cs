namespace TraceClient.Calyptia;

/// <summary>What a client needs to know of Calyptia Core.</summary>
internal sealed class CalyptiaRegistration()
    : SourceRegistration<ICalyptiaApi>(
        SourceNames.Calyptia, options => options.Calyptia, CalyptiaWire.Types, CalyptiaJsonContext.Default.Options)
{
    public override SourceHttpSettings CreateSettings(TraceClientsOptions options) => new()
    {
        SourceName = Name,
        Options = options.Calyptia,
        DefaultBaseAddress = new Uri("https://cloud-api.calyptia.com"),
        TokenHeader = options.Calyptia.TokenKind switch
        {
            CalyptiaTokenKind.User => TokenHeaders.Bearer,
            CalyptiaTokenKind.Project => TokenHeaders.ProjectToken,
            _ => token => CalyptiaProjectToken.IsProjectToken(token) ? TokenHeaders.ProjectToken(token) : TokenHeaders.Bearer(token),
        },
        DeleteRetry = DeleteRetry.Never,

        // Go writes an empty list as null.
        OptionalValues = ["ListTraceSessions", "ListTraceRecords", "ListProjects"],
    };

    protected override ITraceSource CreateSource(ICalyptiaApi api, TraceClientsOptions options, TimeProvider timeProvider) =>
        new CalyptiaSource(
            api, options.Calyptia, timeProvider, cancellationToken => FindProjectIdAsync(options.Calyptia, cancellationToken));

    private static async ValueTask<string?> FindProjectIdAsync(CalyptiaOptions options, CancellationToken cancellationToken)
    {
        if (options.TokenKind == CalyptiaTokenKind.User)
            return null;
        try
        {
            var token = options.TokenProvider is null
                ? options.Token
                : (await options.TokenProvider.GetTokenAsync(new BearerTokenRequest(SourceNames.Calyptia), cancellationToken)
                    .ConfigureAwait(false)).Value;
            return CalyptiaProjectToken.FindProjectId(token);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The request that follows calls the provider as well, and says what went wrong and with what.
            return null;
        }
    }
}
