namespace TraceClient;

/// <summary>Options for the Kubiya control plane.</summary>
public sealed class KubiyaOptions : TraceSourceOptions
{
    /// <summary>Gets or sets how a token is sent.</summary>
    /// <value>The default is <see cref="KubiyaTokenScheme.Bearer"/>.</value>
    public KubiyaTokenScheme TokenScheme { get; set; }

    /// <summary>Gets or sets how many traces a page has, from 1 to 100.</summary>
    /// <value>The default is 50.</value>
    [Values(1, 100, "must be from 1 to 100")]
    public int PageSize { get; set; } = 50;
}

/// <summary>The scheme in front of a Kubiya token.</summary>
public enum KubiyaTokenScheme
{
    /// <summary><c>Authorization: Bearer …</c></summary>
    Bearer,

    /// <summary><c>Authorization: UserKey …</c></summary>
    UserKey,
}
