namespace TraceClient.Rest.Generator;

/// <summary>A method that sends a request.</summary>
/// <param name="Name">The name in C#.</param>
/// <param name="Verb">The property of <c>HttpMethod</c>, such as <c>Get</c>.</param>
/// <param name="Path">The literals and placeholders of the path in their order.</param>
/// <param name="Parameters">All parameters in their order.</param>
/// <param name="Headers">Static headers, those of the interface included.</param>
/// <param name="Result">What is made of the answer.</param>
/// <param name="ReturnType">The return type as it stands in the signature.</param>
/// <param name="ResultType">The type that is read from the body; empty for none.</param>
/// <param name="IsResultNullable">Whether null is allowed in its place.</param>
internal sealed record ApiMethod(
    string Name,
    string Verb,
    EquatableArray<PathPart> Path,
    EquatableArray<ApiParameter> Parameters,
    EquatableArray<ApiHeader> Headers,
    ApiResult Result,
    string ReturnType,
    string ResultType,
    bool IsResultNullable);
