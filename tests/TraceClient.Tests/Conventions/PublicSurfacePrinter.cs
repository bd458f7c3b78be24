using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using static TraceClient.Tests.Conventions.TypeNames;

namespace TraceClient.Tests.Conventions;

/// <summary>Writes down what an assembly promises its users: a line for each type and each member, sorted, close to C#.</summary>
internal static class PublicSurfacePrinter
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Print(System.Reflection.Assembly assembly)
    {
        var lines = new List<string>();
        foreach (var group in assembly.GetExportedTypes().GroupBy(type => type.Namespace).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            lines.Add($"namespace {group.Key}");
            foreach (var type in group.OrderBy(OfType, StringComparer.Ordinal))
            {
                lines.Add("");
                lines.Add(Header(type));
                lines.AddRange(Members(type).Select(member => "    " + member).Order(StringComparer.Ordinal));
            }

            lines.Add("");
        }

        return string.Join('\n', lines).TrimEnd() + "\n";
    }

    private static string Header(Type type)
    {
        var bases = Bases(type).ToList();
        return $"public {Kind(type)} {OfType(type)}" + (bases.Count == 0 ? "" : " : " + string.Join(", ", bases));
    }

    private static string Kind(Type type)
    {
        if (type.IsEnum)
            return "enum";
        if (type.IsInterface)
            return "interface";
        if (typeof(Delegate).IsAssignableFrom(type))
            return "delegate";
        if (type.IsValueType)
        {
            var isRecord = type.GetMethod("PrintMembers", Declared) is not null;
            return (type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "") + (isRecord ? "record struct" : "struct");
        }

        var modifier = type switch { { IsAbstract: true, IsSealed: true } => "static ", { IsAbstract: true } => "abstract ", { IsSealed: true } => "sealed ", _ => "" };
        return modifier + (type.GetMethod("<Clone>$", Declared) is null ? "class" : "record");
    }

    private static IEnumerable<string> Bases(Type type)
    {
        if (type.IsEnum)
            return [];

        Type? above = type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? parent : null;
        var inherited = (above?.GetInterfaces() ?? []).Concat(type.GetInterfaces().SelectMany(one => one.GetInterfaces())).ToHashSet();
        var interfaces = type.GetInterfaces()
            .Where(one => !inherited.Contains(one) && !(one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IEquatable<>)))
            .Select(OfType)
            .Order(StringComparer.Ordinal);
        return above is null ? interfaces : interfaces.Prepend(OfType(above));
    }

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
            return Enum.GetNames(type).Select(name => string.Create(CultureInfo.InvariantCulture, $"{name} = {Enum.Parse(type, name):D}"));

        return type.GetFields(Declared).Where(IsVisible).Select(Field)
            .Concat(type.GetConstructors(Declared).Where(IsVisible).Select(constructor => $"{Access(constructor)}{OfType(type).Split('<')[0]}({Parameters(constructor)})"))
            .Concat(type.GetProperties(Declared).Where(IsVisible).Select(Property))
            .Concat(type.GetEvents(Declared).Where(one => IsVisible(one.AddMethod!)).Select(one => $"event {OfType(one.EventHandlerType!)} {one.Name}"))
            .Concat(type.PublicMethods().Select(Method));
    }

    private static string Field(FieldInfo field)
    {
        var name = $"{OfField(field)} {field.Name}";
        return field.IsLiteral ? $"const {name} = {Literal(field.GetRawConstantValue())}" : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "") + name;
    }

    private static string Property(PropertyInfo property)
    {
        var accessor = new[] { property.GetMethod, property.SetMethod }.First(method => method is not null && IsVisible(method))!;
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var get = property.GetMethod is { } getter && IsVisible(getter) ? "get; " : "";
        var set = property.SetMethod is { } setter && IsVisible(setter)
            ? setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init; " : "set; "
            : "";
        var name = property.GetIndexParameters() is { Length: > 0 } index ? $"this[{string.Join(", ", index.Select(Parameter))}]" : property.Name;
        return $"{Access(accessor)}{Modifiers(accessor)}{required}{OfProperty(property)} {name} {{ {get}{set}}}";
    }

    private static string Method(MethodInfo method)
    {
        var generic = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(OfType))}>" : "";
        var self = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return $"{Access(method)}{Modifiers(method)}{OfParameter(method.ReturnParameter)} {method.Name}{generic}({self}{Parameters(method)})";
    }

    private static string Modifiers(MethodInfo method)
    {
        if (method.IsStatic)
            return "static ";
        if (method.DeclaringType!.IsInterface)
            return "";
        if (method.IsAbstract)
            return "abstract ";
        if (method.GetBaseDefinition().DeclaringType != method.DeclaringType)
            return "override ";
        return method is { IsVirtual: true, IsFinal: false } ? "virtual " : "";
    }

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var prefix = parameter switch
        {
            { IsOut: true } => "out ",
            { ParameterType.IsByRef: true, IsIn: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) => "params ",
            _ => "",
        };
        return $"{prefix}{OfParameter(parameter)} {parameter.Name}" + (parameter.HasDefaultValue ? $" = {Default(parameter)}" : "");
    }

    private static string Default(ParameterInfo parameter) =>
        parameter.RawDefaultValue is null && parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null
            ? "default"
            : Literal(parameter.RawDefaultValue);

    private static string Literal(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(format: null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsVisible(FieldInfo field) => (field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly) && !field.IsSpecialName;

    private static bool IsVisible(PropertyInfo property) => property.GetAccessors(nonPublic: true).Any(IsVisible) && property.Name != "EqualityContract";
}
