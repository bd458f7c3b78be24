namespace TraceClient.Tool;

/// <summary>The base class of errors that the user can fix.</summary>
/// <param name="message">The message.</param>
/// <param name="hint">A command or option to try; null for none.</param>
internal abstract class ToolException(string message, string? hint) : Exception(message)
{
    public string? Hint { get; } = hint;
}

/// <summary>The exception for an invalid command line.</summary>
internal sealed class UsageException(string message, string? hint = null) : ToolException(message, hint);

/// <summary>The exception for an invalid configuration. Its message contains no tokens and addresses.</summary>
internal sealed class ConfigurationException(string message, string? hint = null) : ToolException(message, hint);

/// <summary>The exception for an error with a report of its own.</summary>
internal sealed class ReportedException(ErrorReport report) : Exception(report.Message)
{
    public ErrorReport Report { get; } = report;
}

/// <summary>The exception for a standard output whose reader has closed it.</summary>
internal sealed class OutputClosedException : IOException;
