namespace TraceClient.Otlp;

/// <summary>Where a trace, or a part of it, stands: a whole file, or a line of it.</summary>
internal readonly record struct ArchivePlace(ArchiveFile File, long Start, long Length);
