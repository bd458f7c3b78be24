namespace TraceClient.Rest.Generator;

/// <summary>How a single value becomes text.</summary>
/// <param name="Kind">The way.</param>
/// <param name="Type">The type without <c>?</c>.</param>
/// <param name="IsNullable">Whether it is a <c>Nullable&lt;T&gt;</c>.</param>
/// <param name="Format">The format string; null for the type's own.</param>
/// <param name="Names">The members of an enum; empty for others.</param>
internal sealed record ApiValue(ApiValueKind Kind, string Type, bool IsNullable, string? Format, EquatableArray<EnumName> Names);
