using System.Net;
using System.Text;
using System.Text.Json;

namespace TraceClient.Tests.Leaks;

/// <summary>Bodies of answers that repeat what was sent: the token in every writing, an e-mail address, a record.</summary>
internal static class EchoedBodies
{
    // Texts are cut at 64, 80, 300 and 500 characters: a token that lies across a cut must not be left by half.
    private static readonly int[] Cuts = [80, 300, 500];

    public static IEnumerable<(string Body, string Type)> OfErrors(string token)
    {
        var words = string.Join(' ', Writings(token).Append(Planted.EMail).Append(Uri.EscapeDataString(Planted.EMail)));
        var text = Quoted(words);
        var record = $$$$"""{"{{{{Planted.Key}}}}":"{{{{Planted.Phrase}}}}"}""";
        yield return (
            $$$$"""
            {"error":{{{{text}}}},"message":{{{{text}}}},"detail":{{{{text}}}},"hint":{{{{text}}}},"code":{{{{text}}}},
            "record":{{{{record}}}}}
            """.ReplaceLineEndings(""), "application/json");
        yield return (
            $$$"""
            {"detail":[{"loc":["body",{{{Quoted(token)}}},"{{{Planted.EMail}}}"],"msg":{{{text}}},"type":"value_error",
            "input":{{{record}}}}]}
            """.ReplaceLineEndings(""), "application/json");
        yield return ($$$"""{"error":{"code":{{{text}}},"message":{{{text}}},"id":{{{text}}}},"input":{{{record}}}}""", "application/json");
        yield return ($$$$"""{"errors":{"{{{{Planted.EMail}}}}":[{{{{text}}}}]},"title":{{{{text}}}}}""", "application/json");
        yield return (text, "application/json");
        yield return (words, "text/plain");
        yield return ($"<html><head><title>{WebUtility.HtmlEncode(token)}</title></head><body>{WebUtility.HtmlEncode(words)}</body></html>",
            "text/html");
        foreach (var cut in Cuts.SelectMany(cut => new[] { cut - 14, cut - 20, cut - 30 }))
        {
            var padded = new string('.', cut - 1) + " " + token;
            yield return ($$$$"""{"message":{{{{Quoted(padded)}}}},"hint":{{{{Quoted(padded)}}}}}""", "application/json");
            yield return (padded, "text/plain");
            yield return ($"<title>{padded}</title>", "text/html");
        }
    }

    /// <summary>Bodies that come with a success and are not what they should be.</summary>
    public static IEnumerable<(string Body, string Type)> OfSuccesses(string token)
    {
        var record = $$$$"""
            {"id":"1","name":"n","user":"{{{{Planted.EMail}}}}","trace_id":"0af7651916cd43dd8448eb211c80319c",
            "attributes":{"{{{{Planted.Key}}}}":"{{{{Planted.Phrase}}}}"}
            """.ReplaceLineEndings("");
        yield return (token, "text/plain");
        yield return ($"{Planted.EMail} {token}", "text/plain");
        yield return ($"\"{Planted.Phrase}\"", "application/json");
        yield return (Quoted(token), "application/json");
        yield return ($"[{Quoted(Planted.Phrase)},{Quoted(token)}]", "application/json");
        yield return ($"[{record},", "application/json");
        yield return ($"[{record}}}, {token}]", "application/json");
        yield return ($$$$"""{"items":[{{{{record}}}},"zone":tru}]}""", "application/json");
        yield return (
            $$$$"""[{"{{{{Planted.EMail}}}}":"{{{{Planted.Phrase}}}}","records":[{"record":{"{{{{Planted.Key}}}}":{{{{token}}}}}}]}]""",
            "application/json");
        yield return ($$$$"""{"items":[{"trace_id":7,"{{{{Planted.EMail}}}}":{"{{{{Planted.Key}}}}":["{{{{Planted.Phrase}}}}",]}}]}""",
            "application/json");
        yield return ($$$$"""[{"inputData":{"{{{{Planted.Key}}}}":{"{{{{Planted.EMail}}}}":nul}}}]""", "application/json");
        yield return ($$$$"""{"data":[{"metadata":{"{{{{Planted.Key}}}}":nul}}]}""", "application/json");
        yield return ($$$$"""[{"id":{"{{{{Planted.Key}}}}":"{{{{Planted.Phrase}}}}"}}]""", "application/json");
        yield return ($"<title>Sign in as {token} {Planted.EMail}</title>", "text/html");
        yield return ($"  <title>{new string('.', 50)} {token}</title>", "application/json");
    }

    private static IEnumerable<string> Writings(string token)
    {
        var bytes = Encoding.UTF8.GetBytes(token);
        yield return token;
        yield return Uri.EscapeDataString(token);
        yield return token.Replace("+", "%2b", StringComparison.Ordinal).Replace("/", "%2f", StringComparison.Ordinal)
            .Replace("=", "%3d", StringComparison.Ordinal);
        yield return Convert.ToBase64String(bytes);
        yield return Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        yield return JsonEncodedText.Encode(token).ToString();
        yield return $"Bearer {token}";
        yield return $"'{token}'";
    }

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
