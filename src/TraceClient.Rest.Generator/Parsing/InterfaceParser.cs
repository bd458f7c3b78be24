using Microsoft.CodeAnalysis;

namespace TraceClient.Rest.Generator;

/// <summary>Reads an interface into its model.</summary>
internal sealed class InterfaceParser(CancellationToken cancellationToken)
{
    private readonly Findings _findings = new();

    public ParsedInterface Parse(INamedTypeSymbol type)
    {
        CheckShape(type);
        var headers = HeaderParser.Parse(type, _findings, cancellationToken);
        var methods = new List<ApiMethod>();
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>().Where(static member => member is { IsAbstract: true, MethodKind: MethodKind.Ordinary }))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (new MethodParser(_findings, cancellationToken).Parse(method, headers) is { } parsed)
            {
                methods.Add(parsed);
            }
        }

        var api = new ApiInterface(
            type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(),
            TypeNames.Written(type),
            ClassName(type),
            new EquatableArray<ApiMethod>(methods));
        return new ParsedInterface(_findings.Count == 0 ? api : null, _findings.ToArray());
    }

    private static string ClassName(INamedTypeSymbol type)
    {
        var name = type.Name.Length > 1 && type.Name[0] == 'I' && char.IsUpper(type.Name[1]) ? type.Name.Substring(1) : type.Name;
        for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            name = $"{outer.Name}_{name}";
        }

        return name + "RestClient";
    }

    private void CheckShape(INamedTypeSymbol type)
    {
        if (type.TypeKind is not TypeKind.Interface || type.IsFileLocal || !type.Interfaces.IsEmpty || !IsAccessible(type) || IsGeneric(type))
        {
            _findings.Add(Diagnostics.InterfaceShape, Places.Of(type), type.Name);
        }

        foreach (var member in type.GetMembers().Where(static member => member.IsAbstract && (member is IPropertySymbol or IEventSymbol || member.IsStatic)))
        {
            _findings.Add(Diagnostics.InterfaceShape, Places.Of(member), type.Name);
        }
    }

    private static bool IsAccessible(INamedTypeSymbol type)
    {
        for (var level = type; level is not null; level = level.ContainingType)
        {
            if (level.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsGeneric(INamedTypeSymbol type)
    {
        for (var level = type; level is not null; level = level.ContainingType)
        {
            if (level.IsGenericType)
            {
                return true;
            }
        }

        return false;
    }
}
