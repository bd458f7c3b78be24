namespace TraceClient.Testing;

/// <summary>Specifies the format of Kubiya's dates. All formats are UTC.</summary>
public enum KubiyaDateFormat
{
    /// <summary>With a <c>Z</c>, such as <c>2026-01-15T10:00:01.402113Z</c>.</summary>
    Zulu,

    /// <summary>With an offset, such as <c>2026-01-15T10:00:01.402113+00:00</c>.</summary>
    Offset,

    /// <summary>Without a time zone, such as <c>2026-01-15T10:00:01.402113</c>.</summary>
    WithoutZone,

    /// <summary>With a space instead of the <c>T</c> and without a time zone, such as <c>2026-01-15 10:00:01.402113</c>.</summary>
    WithSpace,
}
