using System.Reflection;

namespace TraceClient.Tests.Conventions;

/// <summary>Types as C# writes them, without namespaces; with the question marks of references that may be null.</summary>
internal static class TypeNames
{
    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(uint)] = "uint",
        [typeof(double)] = "double",
        [typeof(float)] = "float",
        [typeof(decimal)] = "decimal",
    };

    public static string OfType(Type type) => Name(type, nullability: null);

    public static string OfProperty(PropertyInfo property) => Name(property.PropertyType, Nullability.Create(property));

    public static string OfField(FieldInfo field) => Name(field.FieldType, Nullability.Create(field));

    public static string OfParameter(ParameterInfo parameter) => Name(parameter.ParameterType, Nullability.Create(parameter));

    private static string Name(Type type, NullabilityInfo? nullability)
    {
        if (type.IsByRef)
            return Name(type.GetElementType()!, nullability?.ElementType ?? nullability);
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Name(underlying, nullability: null) + "?";

        var mark = !type.IsValueType && (nullability?.ReadState ?? NullabilityState.Unknown) == NullabilityState.Nullable ? "?" : "";
        if (type.IsArray)
            return Name(type.GetElementType()!, nullability?.ElementType) + "[]" + mark;
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword + mark;
        if (!type.IsGenericType)
            return (type.IsNested && !type.IsGenericParameter ? $"{OfType(type.DeclaringType!)}.{type.Name}" : type.Name) + mark;

        var arguments = type.GetGenericArguments().Select((argument, index) => Name(
            argument, nullability?.GenericTypeArguments is { } inner && index < inner.Length ? inner[index] : null));
        return $"{type.Name.Split('`')[0]}<{string.Join(", ", arguments)}>{mark}";
    }
}
