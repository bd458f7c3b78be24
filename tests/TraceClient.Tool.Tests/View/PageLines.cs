using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TraceClient.Tool.Tests;

/// <summary>The data of a page as a script gets them.</summary>
internal static partial class PageLines
{
    /// <summary>The lines of the first trace and its spans.</summary>
    public static async Task<string[]> OfAsync(Trace trace) => (await AllAsync(trace))[..^2];

    /// <summary>What is computed of the first trace, and its conversation.</summary>
    public static async Task<(JsonElement Analysis, JsonElement Conversation)> ComputedAsync(Trace trace) =>
        await AllAsync(trace) is [.., var analysis, var conversation] ? (analysis.Json(), conversation.Json()) : default;

    /// <summary>What the panel shows of each span, by the span's id.</summary>
    public static async Task<Dictionary<string, JsonElement>> DetailsAsync(Trace trace) => (await OfAsync(trace)).Skip(1).Chunk(2)
        .ToDictionary(lines => lines[0].Json()[1].GetString()!, lines => lines[1].Json(), StringComparer.Ordinal);

    public static async Task<string> PageAsync(Trace trace)
    {
        var output = new MemoryStream();
        await new TraceHtmlWriter(output).WriteAsync(new[] { trace }.ToAsyncEnumerable(), TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static async Task<string[]> AllAsync(Trace trace) =>
        Block().Match(await PageAsync(trace)).Groups[1].Value.TrimEnd('\n').Split('\n');

    [GeneratedRegex("<script type=\"application/jsonl\" class=\"trace\">\n(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Block();
}
