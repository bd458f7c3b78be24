namespace TraceClient.Tool;

/// <summary>A value or an object of a configuration file.</summary>
/// <param name="Key">The names on the way to it, with colons between them.</param>
/// <param name="Value">The value as text; null for an object.</param>
/// <param name="Line">The line that its name is on, from 1.</param>
internal sealed record ConfigurationEntry(string Key, string? Value, int Line);
