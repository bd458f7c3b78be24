using System.Text.Json;

namespace TraceClient.Tool.Tests;

/// <summary>A line of a page's data as JSON.</summary>
internal static class JsonLines
{
    public static JsonElement Json(this string line)
    {
        using var document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = int.MaxValue });
        return document.RootElement.Clone();
    }

    public static JsonElement Member(this string line, string name) => line.Json().GetProperty(name);
}
