namespace TraceClient;

/// <summary>The scheme in front of a Kubiya token.</summary>
public enum KubiyaTokenScheme
{
    /// <summary><c>Authorization: Bearer …</c></summary>
    Bearer,

    /// <summary><c>Authorization: UserKey …</c></summary>
    UserKey,
}
