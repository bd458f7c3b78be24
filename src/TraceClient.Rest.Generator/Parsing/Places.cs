using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TraceClient.Rest.Generator;

/// <summary>Finds the piece of syntax that a finding is about.</summary>
internal static class Places
{
    public static Location? Of(ISymbol symbol) => symbol.Locations.FirstOrDefault();

    public static Location? Of(AttributeData attribute) => attribute.ApplicationSyntaxReference is { } reference
        ? Location.Create(reference.SyntaxTree, reference.Span)
        : null;

    /// <summary>The nth argument of an attribute, else the attribute.</summary>
    public static Location? OfArgument(AttributeData attribute, int index, CancellationToken cancellationToken) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) is AttributeSyntax { ArgumentList.Arguments: var arguments } && index < arguments.Count
            ? arguments[index].GetLocation()
            : Of(attribute);

    public static Location? OfReturnType(IMethodSymbol method, CancellationToken cancellationToken) =>
        method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is MethodDeclarationSyntax syntax
            ? syntax.ReturnType.GetLocation()
            : Of(method);

    public static Location? OfType(IParameterSymbol parameter, CancellationToken cancellationToken) =>
        parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is ParameterSyntax { Type: { } type }
            ? type.GetLocation()
            : Of(parameter);
}
