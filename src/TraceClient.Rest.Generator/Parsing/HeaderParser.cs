using Microsoft.CodeAnalysis;

namespace TraceClient.Rest.Generator;

/// <summary>Reads static headers.</summary>
internal static class HeaderParser
{
    private const string TokenPunctuation = "!#$%&'*+-.^_`|~";

    public static IReadOnlyList<ApiHeader> Parse(ISymbol symbol, Findings findings, CancellationToken cancellationToken)
    {
        if (Dialect.Find(symbol, "Headers") is not { } attribute)
        {
            return [];
        }

        var headers = new List<ApiHeader>();
        var values = attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Array, IsNull: false } list] ? list.Values : [];
        for (var i = 0; i < values.Length; i++)
        {
            var text = values[i].Value as string ?? "";
            if (Split(text) is { } header)
            {
                headers.Add(header);
            }
            else
            {
                findings.Add(Diagnostics.Header, Places.OfArgument(attribute, i, cancellationToken), text);
            }
        }

        return headers;
    }

    /// <summary>The headers of an interface and of its method, of which the method's win.</summary>
    public static EquatableArray<ApiHeader> Merge(IReadOnlyList<ApiHeader> ofInterface, IReadOnlyList<ApiHeader> ofMethod) =>
        new(ofInterface.Where(header => !ofMethod.Any(other => IsSame(header.Name, other.Name))).Concat(ofMethod));

    private static ApiHeader? Split(string text)
    {
        var colon = text.IndexOf(':');
        if (colon <= 0)
        {
            return null;
        }

        var name = text.Substring(0, colon);
        var value = text.Substring(colon + 1).Trim();
        return name.All(IsTokenCharacter) && value.Length > 0 && !value.Any(char.IsControl) && !IsSetByTheClient(name)
            ? new ApiHeader(name, value)
            : null;
    }

    private static bool IsTokenCharacter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') || TokenPunctuation.IndexOf(c) >= 0;

    private static bool IsSetByTheClient(string name) => IsSame(name, "Authorization") || name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase);

    private static bool IsSame(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
