using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text.Encodings.Web;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace TraceClient.Tool;

/// <summary>Represents an error with its exit code and a hint.</summary>
internal sealed record ErrorReport(int ExitCode, string Code, string Message, string? Hint = null, string? Source = null)
{
    public static ErrorReport Of(Exception exception, ParseResult? parsed = null)
    {
        var report = Describe(exception, parsed);
        return report with { Message = TokenMask.OfUserInfo(SdkMessage.ForUser(report.Message)) };
    }

    /// <summary>Returns the error of a command line; null for a valid one.</summary>
    /// <param name="parsed">The parsed command line.</param>
    /// <param name="arguments">The command line.</param>
    public static ErrorReport? Usage(ParseResult parsed, IReadOnlyList<string> arguments)
    {
        var flag = InvalidValue.OfFlag(arguments, parsed.CommandResult.Command);
        if (flag is null && parsed.Action is not ParseErrorAction)
            return null;

        // The arguments after an unknown one are often unknown as a result, so only the first is reported.
        var message = flag is not null ? flag
            : parsed.UnmatchedTokens is [var unknown, ..] ? UnknownArgument.Describe(unknown, parsed.CommandResult.Command)
            : string.Join(' ', parsed.Errors.Select(InvalidValue.Describe).Distinct(StringComparer.Ordinal));
        return new ErrorReport(ExitCodes.Usage, "usage", TokenMask.OfUserInfo(ArgumentRedactor.Mask(message)), HelpOf(parsed));
    }

    /// <summary>Writes the report to standard error: as an object for JSON, otherwise as a line.</summary>
    /// <returns>The exit code.</returns>
    public int Write(StandardStreams streams, OutputFormat format)
    {
        if (format is OutputFormat.Json or OutputFormat.JsonLines)
            streams.Error.WriteLine(ToJson());
        else
            streams.Error.WriteLine(TerminalText.OneLine($"tracectl: {Message}{(Hint is null ? "" : $" Try: {Hint}")}"));
        return ExitCode;
    }

    /// <summary>Writes the report as a JSON object.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("code", Code);
        writer.WriteNumber("exitCode", ExitCode);
        writer.WriteString("message", Message);
        JsonMembers.Write(writer, "hint", Hint);
        JsonMembers.Write(writer, "source", Source);
        writer.WriteEndObject();
    }

    private static ErrorReport Describe(Exception exception, ParseResult? parsed) => exception switch
    {
        OperationCanceledException => new(ExitCodes.Interrupted, "interrupted", "Interrupted."),
        ReportedException reported => reported.Report,
        UsageException usage => new(ExitCodes.Usage, "usage", usage.Message, usage.Hint),
        ConfigurationException configuration => new(ExitCodes.Usage, "configuration", configuration.Message, configuration.Hint),
        OptionsValidationException options => new(ExitCodes.Usage, "configuration", string.Join(' ', options.Failures), "tracectl config"),
        PartialTraceListException partial => OfPartial(partial),
        TraceNotFoundException missing => new(ExitCodes.NotFound, "not-found", missing.Message, "tracectl list", missing.SourceName),
        TraceAuthenticationException refused =>
            new(ExitCodes.Authentication, "authentication", refused.Message, "tracectl doctor", refused.SourceName),
        TraceAuthorizationException refused =>
            new(ExitCodes.Authentication, "authorization", refused.Message, "tracectl doctor", refused.SourceName),
        TraceTransportException { RequestUri: null, InnerException: IOException or UnauthorizedAccessException or SqliteException } file =>
            new(ExitCodes.Failure, "file", file.Message),
        TraceTransportException transport => new(ExitCodes.Network, "network", transport.Message, "tracectl doctor", transport.SourceName),
        TraceClientException other => new(ExitCodes.Failure, "failure", other.Message, null, other.SourceName),
        IOException or UnauthorizedAccessException => new(ExitCodes.Failure, "file", exception.Message),
        ArgumentException { ParamName: { } parameter } => new(
            ExitCodes.Usage, "usage", exception.Message.Replace($" (Parameter '{parameter}')", "", StringComparison.Ordinal),
            HelpOf(parsed)),
        FormatException or ArgumentException => new(ExitCodes.Usage, "usage", exception.Message, HelpOf(parsed)),
        _ => new(ExitCodes.Failure, "failure", $"{exception.GetType().Name}: {exception.Message}"),
    };

    // If all sources failed with the same exit code, a script can handle it as such.
    private static ErrorReport OfPartial(PartialTraceListException partial)
    {
        ErrorReport[] reports = [.. partial.Failures.Select(failure => Of(failure.Exception))];
        var code = reports.Select(report => report.ExitCode).Distinct().Count() == 1 ? reports[0] : null;
        return new(code?.ExitCode ?? ExitCodes.Failure, code?.Code ?? "partial", partial.Message, "tracectl doctor");
    }

    private static string? HelpOf(ParseResult? parsed) => parsed is null ? null : $"{parsed.CommandResult.Command.FullName()} --help";

    private string ToJson()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("error");
            WriteTo(writer);
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
