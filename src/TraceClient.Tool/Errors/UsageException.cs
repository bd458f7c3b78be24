namespace TraceClient.Tool;

/// <summary>What was asked for does not make sense; nothing was done.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="hint">What to type instead; null when the message says it.</param>
internal sealed class UsageException(string message, string? hint = null) : Exception(message)
{
    public string? Hint { get; } = hint;
}
