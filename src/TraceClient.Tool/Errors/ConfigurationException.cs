namespace TraceClient.Tool;

/// <summary>What is configured does not make sense; nothing was sent.</summary>
/// <param name="message">What is wrong, and where it stands; never a token or an address.</param>
/// <param name="hint">What to type; null when the message says it.</param>
internal sealed class ConfigurationException(string message, string? hint = null) : Exception(message)
{
    public string? Hint { get; } = hint;
}
