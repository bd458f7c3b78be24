namespace TraceClient.Tool;

/// <summary>How far one gets with a source.</summary>
internal enum FindingStage
{
    /// <summary>Nothing says to use it.</summary>
    NotConfigured,

    /// <summary>What is configured is wrong.</summary>
    Misconfigured,

    /// <summary>There was no answer.</summary>
    Unreachable,

    /// <summary>There was an answer that does not show the token to be good.</summary>
    Reachable,

    /// <summary>The token is good, the answer was not as expected.</summary>
    Authenticated,

    /// <summary>All is well.</summary>
    Healthy,
}
