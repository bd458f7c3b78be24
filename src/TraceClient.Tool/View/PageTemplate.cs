using System.Security.Cryptography;

namespace TraceClient.Tool;

/// <summary>Provides the page without its traces, assembled from the files in <c>Page</c>.</summary>
internal static class PageTemplate
{
    private static readonly string[] Styles = ["base", "types", "header", "timeline", "panel", "print"];

    // In the order of their dependencies: they become one module.
    private static readonly string[] Scripts =
    [
        "dom", "json", "time", "types", "trace", "search", "rows", "jsonview", "diff", "panel", "minimap", "axis", "rowview", "timeline",
        "header", "theme", "app", "find", "address", "keys", "splitter", "start",
    ];

    private static readonly (byte[] Before, byte[] After) Parts = Build();

    /// <summary>Gets the part of the page before the traces.</summary>
    public static ReadOnlyMemory<byte> BeforeTraces => Parts.Before;

    /// <summary>Gets the part of the page after the traces.</summary>
    public static ReadOnlyMemory<byte> AfterTraces => Parts.After;

    private static (byte[] Before, byte[] After) Build()
    {
        var style = Read("styles", Styles, ".css");
        var script = Read("scripts", Scripts, ".js");
        var page = ReadFile("page.html")
            .Replace("{{policy}}", Policy(style, script), StringComparison.Ordinal)
            .Replace("{{style}}", style, StringComparison.Ordinal)
            .Replace("{{script}}", script, StringComparison.Ordinal)
            .Split("{{traces}}");
        return (Encoding.UTF8.GetBytes(page[0]), Encoding.UTF8.GetBytes(page[1]));
    }

    /// <summary>Returns a policy that allows only this style and script, forbids network access, and requires trusted types.</summary>
    private static string Policy(string style, string script) =>
        $"default-src 'none'; script-src '{Hash(script)}'; style-src '{Hash(style)}'; img-src data:; "
        + "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

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
