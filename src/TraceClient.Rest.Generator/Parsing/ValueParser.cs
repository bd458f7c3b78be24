using Microsoft.CodeAnalysis;

namespace TraceClient.Rest.Generator;

/// <summary>Reads how a type becomes text in an address.</summary>
internal static class ValueParser
{
    /// <summary>How one value is written; null when the type is not supported.</summary>
    public static ApiValue? Parse(ITypeSymbol type, string? format)
    {
        var isNullable = type.OriginalDefinition.SpecialType is SpecialType.System_Nullable_T;
        var plain = isNullable ? ((INamedTypeSymbol)type).TypeArguments[0] : type;
        return Kind(plain) is { } kind
            ? new ApiValue(kind, TypeNames.WithoutAnnotation(plain), isNullable, format, kind is ApiValueKind.Enum ? Names((INamedTypeSymbol)plain) : default)
            : null;
    }

    /// <summary>The type of the elements of a collection; null when the type is none.</summary>
    public static ITypeSymbol? ElementOf(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol { Rank: 1 } array)
        {
            return array.ElementType;
        }

        return type.SpecialType is SpecialType.System_String
            ? null
            : type.AllInterfaces.Append(type as INamedTypeSymbol)
                .FirstOrDefault(static candidate => candidate?.OriginalDefinition.SpecialType is SpecialType.System_Collections_Generic_IEnumerable_T)
                ?.TypeArguments[0];
    }

    private static ApiValueKind? Kind(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_String => ApiValueKind.Text,
        SpecialType.System_Boolean => ApiValueKind.Boolean,
        SpecialType.System_Char or SpecialType.System_DateTime or SpecialType.System_Decimal => ApiValueKind.Formattable,
        SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16 => ApiValueKind.Formattable,
        SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 or SpecialType.System_UInt64 => ApiValueKind.Formattable,
        SpecialType.System_Single or SpecialType.System_Double => ApiValueKind.Formattable,
        _ when type.TypeKind is TypeKind.Enum => IsFlags(type) ? null : ApiValueKind.Enum,
        _ => TypeNames.Plain(type) is "System.Guid" or "System.DateTimeOffset" or "System.DateOnly" or "System.TimeOnly" or "System.TimeSpan"
            ? ApiValueKind.Formattable
            : null,
    };

    private static bool IsFlags(ITypeSymbol type) =>
        type.GetAttributes().Any(static attribute => attribute.AttributeClass is { } name && TypeNames.Plain(name) is "System.FlagsAttribute");

    /// <summary>The members, of which only the first stands for a value that two of them share.</summary>
    private static EquatableArray<EnumName> Names(INamedTypeSymbol type) => new(
        from member in type.GetMembers().OfType<IFieldSymbol>()
        where member.HasConstantValue
        group member by member.ConstantValue into same
        let first = same.First()
        select new EnumName(first.Name, WireName(first)));

    private static string WireName(IFieldSymbol member) =>
        member.GetAttributes()
            .Where(static attribute => attribute.AttributeClass is { } name && TypeNames.Plain(name) is "System.Runtime.Serialization.EnumMemberAttribute")
            .SelectMany(static attribute => attribute.NamedArguments)
            .Where(static argument => argument.Key is "Value")
            .Select(static argument => argument.Value.Value as string)
            .FirstOrDefault() ?? member.Name;
}
