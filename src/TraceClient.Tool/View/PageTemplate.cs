using System.Security.Cryptography;

namespace TraceClient.Tool;

/// <summary>Represents a page without its traces, assembled from the files in <c>Page</c>.</summary>
internal sealed class PageTemplate
{
    private readonly string _html;

    private PageTemplate(string name, string title, string[] styles, string[] scripts)
    {
        Name = name;
        Style = Read("styles", styles, ".css");
        Script = Read("scripts", scripts, ".js");
        _html = ReadFile("head.html").Replace("{{title}}", title, StringComparison.Ordinal) + ReadFile($"{name}.html");
    }

    /// <summary>Gets the page of one or more traces.</summary>
    public static PageTemplate Trace { get; } = new(
        "page",
        "Trace",
        ["base", "types", "header", "tabs", "timeline", "panel", "compare", "print"],
        // In the order of their dependencies: they become one module.
        [
            "base/dom", "base/json", "base/time", "base/types", "base/jsonview", "base/markdown", "base/settings", "base/virtuallist",
            "trace", "timeline/search", "timeline/rows", "details/changes", "details/markdowncopy", "details/panel",
            "timeline/minimap", "timeline/axis", "timeline/rowview", "timeline/timeline", "timeline/hovercard",
            "tabs/tabs", "tabs/session", "tabs/conversation", "tabs/records", "tabs/summary", "compare/comparison", "compare/compareview",
            "header", "app", "timeline/find", "address", "keys", "timeline/splitter", "live", "start",
        ]);

    /// <summary>Gets the page that lists traces, for a web server.</summary>
    public static PageTemplate List => field ??= new(
        "list",
        "Traces",
        ["base", "types", "header", "list"],
        [
            "base/dom", "base/time", "base/types", "base/settings",
            "list/format", "list/state", "list/data", "list/columns", "list/rows", "list/messages", "list/filters", "list/marks",
            "list/keys", "list/live", "list/start",
        ]);

    /// <summary>Gets the name of the page, which its style and script have when they are files of their own.</summary>
    public string Name { get; }

    /// <summary>Gets the style sheet.</summary>
    public string Style { get; }

    /// <summary>Gets the script, a module.</summary>
    public string Script { get; }

    /// <summary>Gets the page in one file, which allows only its own style and script, and requires trusted types.</summary>
    public PageParts Inline => field ??= Build(
        $"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src '{Hash(Script)}'; "
            + $"style-src '{Hash(Style)}'; img-src data:; base-uri 'none'; form-action 'none'; "
            + "require-trusted-types-for 'script'; trusted-types 'none'\">\n",
        $"<style>{Style}</style>",
        $"<script type=\"module\">{Script}</script>");

    /// <summary>Gets the page of a web server, which sends the style, the script and the policy by themselves.</summary>
    public PageParts Linked => field ??= Build(
        "",
        $"<link rel=\"stylesheet\" href=\"/assets/{Name}.css\">",
        $"<script type=\"module\" src=\"/assets/{Name}.js\"></script>");

    private PageParts Build(string policy, string style, string script)
    {
        var parts = _html
            .Replace("{{policy}}", policy, StringComparison.Ordinal)
            .Replace("{{style}}", style, StringComparison.Ordinal)
            .Replace("{{script}}", script, StringComparison.Ordinal)
            .Split("{{traces}}");
        return new PageParts(Encoding.UTF8.GetBytes(parts[0]), Encoding.UTF8.GetBytes(parts[^1]));
    }

    private static string Hash(string content) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private static string Read(string folder, string[] names, string extension) =>
        string.Join('\n', names.Select(name => ReadFile($"{folder}/{name}{extension}")));

    private static string ReadFile(string name)
    {
        using var stream = typeof(PageTemplate).Assembly.GetManifestResourceStream($"view/{name}")
            ?? throw new InvalidOperationException($"The file {name} of the page is not embedded.");
        using var reader = new StreamReader(stream, Encoding.UTF8);

        // A browser hashes the parsed content, in which every line ends with \n.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}

/// <summary>Represents a page before and after its traces, as UTF-8.</summary>
internal sealed record PageParts(ReadOnlyMemory<byte> BeforeTraces, ReadOnlyMemory<byte> AfterTraces);
