namespace TraceClient.Otlp;

/// <summary>The location of spans in a file: a piece that can be read separately, such as a line.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ArchiveLocation(long Start, long Length);
