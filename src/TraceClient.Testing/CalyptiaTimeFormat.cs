namespace TraceClient.Testing;

/// <summary>Specifies the format of the times of Calyptia's records.</summary>
public enum CalyptiaTimeFormat
{
    /// <summary>A string in RFC 3339, such as <c>"2026-01-15T10:00:00Z"</c>.</summary>
    Rfc3339,

    /// <summary>An integer of Unix seconds, such as <c>1768471200</c>.</summary>
    UnixSeconds,

    /// <summary>A number of Unix seconds with a fraction, such as <c>1768471200.0</c>.</summary>
    UnixSecondsWithFraction,
}
