namespace TraceClient;

/// <summary>Something in a source's data that the SDK had to put right, or that a reader should know.</summary>
/// <param name="Code">What it is: one of <see cref="TraceWarningCodes"/>, or a code of a source of your own.</param>
/// <param name="Message">The finding in a sentence, without values of attributes and records.</param>
/// <param name="SpanId">The span that it concerns; null for the whole trace.</param>
public sealed record TraceWarning(string Code, string Message, string? SpanId = null)
{
    /// <summary>The message.</summary>
    public override string ToString() => Message;
}
