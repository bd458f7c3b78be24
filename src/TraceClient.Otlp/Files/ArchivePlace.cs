namespace TraceClient.Otlp;

/// <summary>Where spans of a trace stand in a file: a piece of it that can be read without all others, such as a line.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ArchivePlace(long Start, long Length);
