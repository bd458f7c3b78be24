namespace TraceClient.Testing;

/// <summary>The forms in which Kubiya may write a date; all mean UTC.</summary>
public enum KubiyaDateForm
{
    /// <summary><c>2026-01-15T10:00:01.402113Z</c>.</summary>
    Zulu,

    /// <summary><c>2026-01-15T10:00:01.402113+00:00</c>.</summary>
    Offset,

    /// <summary><c>2026-01-15T10:00:01.402113</c>.</summary>
    WithoutZone,

    /// <summary><c>2026-01-15 10:00:01.402113</c>.</summary>
    WithSpace,
}
