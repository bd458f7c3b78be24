namespace TraceClient.Authentication;

/// <summary>Makes a token of a text that a person or a tool has put somewhere.</summary>
internal static class TokenText
{
    /// <summary>The token without the white space around it.</summary>
    /// <exception cref="TraceAuthenticationException">There is none, or it cannot be one; the text says where, and quotes nothing.</exception>
    public static BearerToken Parse(string? text, string place, string sourceName)
    {
        var value = text?.Trim();
        var fault = string.IsNullOrEmpty(value) ? "is not set or empty." : BearerToken.Fault(value);
        if (fault is not null)
            throw new TraceAuthenticationException($"{sourceName}: no token. {place} {fault}") { SourceName = sourceName };

        return new BearerToken(value!);
    }
}
