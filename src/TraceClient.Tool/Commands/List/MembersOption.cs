using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>Provides <c>--json</c>, which selects members of the JSON form of a trace in a list.</summary>
internal static class MembersOption
{
    private static readonly string[] Names =
    [
        "reference", "source", "id", "name", "status", "recordedAt", "startTime", "endTime", "durationMs", "sessionId", "serviceName",
        "user", "spanCount", "errorCount", "spanTypes", "model", "usage", "attributes",
    ];

    public static readonly Option<string[]> Members = NamesOption.Create(
        "--json", "Write only these members as JSON, separated by commas, such as name,status. null is a value that is not known.",
        "MEMBERS", Names);

    /// <summary>Writes the selected members of a trace.</summary>
    public static Action<Utf8JsonWriter, TraceSummary> WriterOf(IReadOnlyList<string> names) => (writer, trace) =>
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var whole = new Utf8JsonWriter(buffer))
            whole.WriteObject(trace, TraceJsonWriter.Write);
        using var document = JsonDocument.Parse(buffer.WrittenMemory, new JsonDocumentOptions { MaxDepth = int.MaxValue });
        writer.WriteStartObject();
        foreach (var name in names)
        {
            writer.WritePropertyName(name);
            if (document.RootElement.TryGetProperty(name, out var value))
                value.WriteTo(writer);
            else
                writer.WriteNullValue();
        }

        writer.WriteEndObject();
    };
}

/// <summary>Creates options whose value is a list of names, separated by commas.</summary>
internal static class NamesOption
{
    public static Option<string[]> Create(string name, string description, string helpName, IReadOnlyList<string> known)
    {
        var option = new Option<string[]>(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = argument => [.. argument.Tokens.SelectMany(token => Split(token.Value))],
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.SelectMany(token => Split(token.Value)).Except(known, StringComparer.Ordinal).FirstOrDefault() is { } text)
                result.AddError($"Invalid value '{TerminalText.OneLine(text)}' for {name}. Use {string.Join(", ", known)}.");
        });
        option.CompletionSources.Add([.. known]);
        return option;
    }

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
