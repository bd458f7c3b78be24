namespace TraceClient.Telemetry;

/// <summary>Why a token is asked for anew.</summary>
internal enum TokenRefreshTrigger
{
    /// <summary>There is none yet.</summary>
    First,

    /// <summary>The one at hand has expired or is about to.</summary>
    Expiry,

    /// <summary>The service refused the one at hand.</summary>
    Refused,
}
