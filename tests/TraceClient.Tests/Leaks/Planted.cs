using System.Text;
using TraceClient.Testing;

namespace TraceClient.Tests.Leaks;

/// <summary>What is put where it may leak from, and the search for it.</summary>
internal sealed class Planted
{
    public const string EMail = "quilla.vandermeer@leaks.example.org";

    /// <summary>Stands in record bodies, inputs, outputs and attributes.</summary>
    public const string Phrase = "zebrafish lagoon";

    /// <summary>The same as one word, for the names of members.</summary>
    public const string Key = "zebrafishLagoon";

    private readonly List<(string Name, string Text)> _secrets = [];

    public Planted(string token)
    {
        Token = token;
        Add("token", token);

        // A part of a token is one as well: texts are cut before or after it is taken out.
        for (var at = 0; at + 12 <= token.Length; at++)
        {
            if (IsTelling(token.AsSpan(at, 12)))
                Add("part of the token", token.Substring(at, 12));
        }

        Add("base64 of the token", Convert.ToBase64String(Encoding.UTF8.GetBytes(token)).TrimEnd('='));
        Add("escaped token", Uri.EscapeDataString(token));
        Add("e-mail address", EMail);
        Add("escaped e-mail address", Uri.EscapeDataString(EMail));
        Add("part of the e-mail address", "vandermeer");
        Add("pipeline's secret", TraceSimulator.PipelineSecret);
        Add("phrase", Phrase);
        Add("phrase", Key);
    }

    public string Token { get; }

    /// <summary>What of the secrets is in a text; null when nothing is.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isBody">True for the body of an error, which may keep what is neither a token nor an address.</param>
    public string? FoundIn(string text, bool isBody)
    {
        foreach (var (name, secret) in _secrets)
        {
            if (!(isBody && name == "phrase") && text.Contains(secret, StringComparison.OrdinalIgnoreCase))
                return name;
        }

        return null;
    }

    // The first part of a project token is an object like any other's, and holds a project's id, which is no secret.
    private bool IsTelling(ReadOnlySpan<char> part) =>
        !Token.StartsWith("eyJ", StringComparison.Ordinal) || Token.AsSpan(Token.IndexOf('.') + 1).Contains(part, StringComparison.Ordinal);

    private void Add(string name, string text) => _secrets.Add((name, text));
}
