namespace TraceClient.Testing;

/// <summary>The forms in which Calyptia's records may hold their times.</summary>
public enum CalyptiaTimeForm
{
    /// <summary><c>"2026-01-15T10:00:00Z"</c>.</summary>
    Rfc3339,

    /// <summary><c>1768471200</c>.</summary>
    UnixSeconds,

    /// <summary><c>1768471200.0</c>.</summary>
    UnixSecondsWithFraction,
}
