using ModelContextProtocol.Protocol;

namespace TraceClient.Tool;

/// <summary>Represents the response of a tool.</summary>
/// <param name="Text">The text.</param>
/// <param name="Structured">The data for clients that read structured content; null for none.</param>
internal sealed record ToolResponse(string Text, JsonElement? Structured = null)
{
    // Structured content is part of the protocol from this version on.
    private const string FirstStructuredVersion = "2025-06-18";

    public static implicit operator ToolResponse(ResponseText text) => new(text.ToString());

    /// <summary>Creates a response in both forms, or only as text if both together are too long.</summary>
    public static ToolResponse Within(int maxChars, ResponseText text, JsonElement data)
    {
        var response = new ToolResponse(text.ToString(), data);
        return response.Length <= maxChars ? response : new ToolResponse(response.Text);
    }

    /// <summary>Gets the number of characters of both forms.</summary>
    public int Length => Text.Length + (Structured?.GetRawText().Length ?? 0);

    /// <summary>Returns whether a client of a version of the protocol reads structured content.</summary>
    public static bool IsStructuredIn(string? protocolVersion) => string.CompareOrdinal(protocolVersion, FirstStructuredVersion) >= 0;

    /// <summary>Creates the result of a call.</summary>
    public CallToolResult ToResult(string? protocolVersion) => new()
    {
        Content = [new TextContentBlock { Text = Text }],
        StructuredContent = IsStructuredIn(protocolVersion) ? Structured : null,
    };

    /// <summary>Creates the result of a call that failed.</summary>
    public static CallToolResult OfError(ErrorReport error) => new()
    {
        Content = [new TextContentBlock { Text = ToolError.TextOf(error) }],
        IsError = true,
    };
}

/// <summary>Describes errors to a model: what happened, and what to change.</summary>
internal static class ToolError
{
    private const int MaxChars = 1500;

    /// <summary>Returns the text of an error.</summary>
    public static string TextOf(ErrorReport error) => AdviceOf(error) is { } advice
        ? $"{ToolText.Of(error.Message, MaxChars)} {advice}"
        : ToolText.Of(error.Message, MaxChars);

    /// <summary>Returns what to do about an error; null if nothing is known.</summary>
    public static string? AdviceOf(ErrorReport error) => error.Code switch
    {
        "usage" => error.Hint is null ? null : $"Use {error.Hint}.",
        "not-found" => "Call search_traces for the references that exist.",
        "authentication" or "authorization" or "configuration" =>
            "Call check_sources, and tell the user what to set: no tool can set a token.",
        "network" or "partial" => "Call check_sources to see which source fails. The call can be repeated.",
        _ => error.Hint is null ? "Call check_sources to see whether the sources work." : $"Try: {error.Hint}.",
    };
}
