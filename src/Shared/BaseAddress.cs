namespace TraceClient.Http;

/// <summary>The rules for the address of a service: a token goes there, so it must be one that can keep it.</summary>
internal static class BaseAddress
{
    /// <summary>What is wrong with the address, without quoting it (it may hold a secret); null when nothing is.</summary>
    public static string? FindError(Uri address, bool allowInsecureHttp) => address switch
    {
        { IsAbsoluteUri: false } => "must be an absolute address such as https://api.example.com/; it is a relative one.",
        { Scheme: not ("https" or "http") } => $"must be an https address; its scheme is {address.Scheme}.",
        { Host.Length: 0 } => "must name a host.",
        { UserInfo.Length: > 0 } => "must hold no user name and no password: set the token by Token or TokenProvider.",
        { Query.Length: > 0 } => "must hold no query: the source adds its own.",
        { Fragment.Length: > 0 } => "must hold no fragment.",
        _ when IsReadableOnTheWay(address) && !allowInsecureHttp =>
            $"must be https: over plain http the token travels to {HostAsWritten(address)} in clear text. "
                + "Set AllowInsecureHttp to true to accept that.",
        _ => null,
    };

    /// <summary>Gets whether what is sent to the address can be read on the way: plain http, and not to this machine.</summary>
    public static bool IsReadableOnTheWay(Uri address) => address.Scheme == Uri.UriSchemeHttp && !IsThisMachine(address);

    private static bool IsThisMachine(Uri address) =>
        address.IsLoopback && (
            address.HostNameType != UriHostNameType.Dns || HostAsWritten(address).Equals("localhost", StringComparison.OrdinalIgnoreCase));

    // For Uri the name "loopback" is the loopback address too: IsLoopback is true then, and Host reads "localhost".
    private static ReadOnlySpan<char> HostAsWritten(Uri address)
    {
        if (address.HostNameType != UriHostNameType.Dns)
            return address.Host;

        var text = address.OriginalString.AsSpan().Trim();
        text = text[(text.IndexOf(':') + 1)..].TrimStart(@"/\");
        return text.IndexOfAny(@"/\?#:") is >= 0 and var end ? text[..end] : text;
    }

    /// <summary>The address with a slash at its end, so that a relative path is put behind its own path.</summary>
    public static Uri WithSlash(Uri address) =>
        address.AbsolutePath.EndsWith('/') ? address : new Uri(address.GetLeftPart(UriPartial.Path) + "/", UriKind.Absolute);

    /// <summary>Whether both addresses have the same scheme, host and port.</summary>
    public static bool SameOrigin(Uri left, Uri right) =>
        left.IsAbsoluteUri && right.IsAbsoluteUri
        && Uri.Compare(left, right, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
