namespace TraceClient;

/// <summary>What kind of token Calyptia is sent, and so in which header.</summary>
public enum CalyptiaTokenKind
{
    /// <summary>As the token looks: a project token is a base64url JSON with a <c>ProjectID</c>, a dot and a signature; anything else is a user's.</summary>
    Detect,

    /// <summary>A user's token: <c>Authorization: Bearer …</c></summary>
    User,

    /// <summary>A project's token: <c>X-Project-Token: …</c></summary>
    Project,
}
