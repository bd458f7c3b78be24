namespace TraceClient;

/// <summary>How far a check of a source came.</summary>
public enum SourceHealthStage
{
    /// <summary>There was no answer: address, network, TLS or a timeout.</summary>
    Unreachable,

    /// <summary>There was an answer, but none that shows the token to be good: it was refused, may not read traces, or the service failed.</summary>
    Reachable,

    /// <summary>The token was accepted, but the answer was not as expected.</summary>
    Authenticated,

    /// <summary>All is well.</summary>
    Healthy,
}
