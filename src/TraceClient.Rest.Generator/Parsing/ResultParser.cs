using Microsoft.CodeAnalysis;

namespace TraceClient.Rest.Generator;

/// <summary>Reads what a method makes of the answer from its return type.</summary>
internal static class ResultParser
{
    /// <summary>The result and the type that is read from the body, which is null for none; null when the type is not supported.</summary>
    public static (ApiResult Result, ITypeSymbol? Body)? Parse(ITypeSymbol type) => (TypeNames.Plain(type), type) switch
    {
        ("System.Threading.Tasks.Task", _) => (ApiResult.Nothing, null),
        ("System.Threading.Tasks.Task`1", INamedTypeSymbol { TypeArguments: [var result] }) => ParseTask(result),
        ("System.Collections.Generic.IAsyncEnumerable`1", INamedTypeSymbol { TypeArguments: [var element] }) => Body(ApiResult.Stream, element),
        _ => null,
    };

    private static (ApiResult Result, ITypeSymbol? Body)? ParseTask(ITypeSymbol result) => (TypeNames.Plain(result), result) switch
    {
        (Dialect.Namespace + ".ApiResponse`1", INamedTypeSymbol { TypeArguments: [var content] }) => Body(ApiResult.Response, content),
        _ => Body(ApiResult.Value, result),
    };

    /// <summary>What Refit does not read as JSON is not in the dialect, neither is a type that only the caller knows.</summary>
    private static (ApiResult Result, ITypeSymbol? Body)? Body(ApiResult result, ITypeSymbol type) =>
        type.TypeKind is TypeKind.TypeParameter or TypeKind.Dynamic or TypeKind.Error
        || type.SpecialType is SpecialType.System_String or SpecialType.System_Object
        || TypeNames.Plain(type) is "System.IO.Stream" or "System.Net.Http.HttpContent" or "System.Net.Http.HttpResponseMessage"
            ? null
            : (result, type);
}
