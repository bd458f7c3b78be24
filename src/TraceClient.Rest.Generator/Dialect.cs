using Microsoft.CodeAnalysis;

namespace TraceClient.Rest.Generator;

/// <summary>The names of the dialect's attributes.</summary>
internal static class Dialect
{
    public const string Namespace = "TraceClient.Rest";

    /// <summary>The HTTP methods; each has an attribute and is a property of <c>HttpMethod</c>.</summary>
    public static readonly string[] Verbs = ["Get", "Post", "Put", "Patch", "Delete"];

    public static string AttributeOf(string verb) => $"{Namespace}.{verb}Attribute";

    /// <summary>The HTTP methods that a method is marked with, in the order of the source.</summary>
    public static IEnumerable<(string Verb, AttributeData Attribute)> VerbsOf(ISymbol method) =>
        from attribute in method.GetAttributes()
        let name = attribute.AttributeClass?.Name
        where IsOurs(attribute.AttributeClass)
        from verb in Verbs
        where string.Equals(name, verb + "Attribute", StringComparison.Ordinal)
        select (verb, attribute);

    public static AttributeData? Find(ISymbol symbol, string name) => symbol.GetAttributes().FirstOrDefault(attribute =>
        IsOurs(attribute.AttributeClass) && string.Equals(attribute.AttributeClass!.Name, name + "Attribute", StringComparison.Ordinal));

    public static bool IsOurs(INamedTypeSymbol? type) => type is { ContainingType: null } && type.ContainingNamespace.ToDisplayString() is Namespace;
}
