namespace TraceClient.Tool;

/// <summary>A record and its place among those of its span, from 0.</summary>
internal readonly record struct PlacedRecord(int Place, Record Record);
