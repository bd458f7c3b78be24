namespace TraceClient.Rest.Generator;

/// <summary>A piece of a path.</summary>
/// <param name="Text">The literal text, or the name of the C# parameter that stands there.</param>
/// <param name="IsPlaceholder">Which of the two.</param>
internal sealed record PathPart(string Text, bool IsPlaceholder);
