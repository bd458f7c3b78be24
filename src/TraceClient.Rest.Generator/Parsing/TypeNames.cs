using Microsoft.CodeAnalysis;

namespace TraceClient.Rest.Generator;

/// <summary>Types as they are written into generated code, and as they are compared.</summary>
internal static class TypeNames
{
    private static readonly SymbolDisplayFormat Annotated = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    public static string Written(ITypeSymbol type) => type.ToDisplayString(Annotated);

    /// <summary>The name for <c>typeof</c> and for type arguments: without the annotation of the type itself.</summary>
    public static string WithoutAnnotation(ITypeSymbol type) => Written(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated));

    /// <summary>The name with its namespace and without type arguments, such as <c>System.Threading.Tasks.Task</c>.</summary>
    public static string Plain(ITypeSymbol type) => type is INamedTypeSymbol { ContainingType: null } named
        ? $"{named.ContainingNamespace.ToDisplayString()}.{named.MetadataName}"
        : "";

    public static bool IsCancellationToken(ITypeSymbol type) => Plain(type) is "System.Threading.CancellationToken";
}
