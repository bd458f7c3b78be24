using Microsoft.CodeAnalysis;

namespace TraceClient.Rest.Generator;

/// <summary>Reads a parameter into its model.</summary>
internal sealed class ParameterParser(Findings findings, CancellationToken cancellationToken)
{
    private const int Multi = 1;

    /// <summary>The name that the parameter has on the wire, unescaped.</summary>
    public static string WireName(IParameterSymbol parameter) =>
        Dialect.Find(parameter, "AliasAs") is { ConstructorArguments: [{ Value: string alias }] } ? alias : parameter.Name;

    /// <summary>The model; null, with a finding, when the parameter is outside the dialect.</summary>
    public ApiParameter? Parse(IParameterSymbol parameter, bool isInPath)
    {
        var body = Dialect.Find(parameter, "Body");
        var query = Dialect.Find(parameter, "Query");
        var isToken = TypeNames.IsCancellationToken(parameter.Type);
        if (query is not null && (body is not null || isToken))
        {
            return Refuse(Diagnostics.Query, Places.Of(query), parameter.Name);
        }

        if (body is not null && isInPath)
        {
            return Refuse(Diagnostics.BoundTwice, Places.Of(body), parameter.Name);
        }

        if (isToken)
        {
            return Create(parameter, ApiRole.CancellationToken, value: null, isCollection: false);
        }

        return body is null ? ParseValue(parameter, query, isInPath) : ParseBody(parameter);
    }

    private ApiParameter? ParseBody(IParameterSymbol parameter) =>
        parameter.Type is { SpecialType: SpecialType.None, TypeKind: not (TypeKind.TypeParameter or TypeKind.Dynamic or TypeKind.Error) }
            and not IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte }
        && !IsContent(parameter.Type)
            ? Create(parameter, ApiRole.Body, value: null, isCollection: false)
            : Refuse(Diagnostics.BodyType, Places.OfType(parameter, cancellationToken), parameter.Name, parameter.Type.ToDisplayString());

    private ApiParameter? ParseValue(IParameterSymbol parameter, AttributeData? query, bool isInPath)
    {
        var isMulti = query?.ConstructorArguments is [{ Value: Multi }];
        var format = query?.NamedArguments.FirstOrDefault(static argument => argument.Key is "Format").Value.Value as string;
        var element = ValueParser.ElementOf(parameter.Type);
        if (element is not null && (!isMulti || isInPath))
        {
            return Refuse(Diagnostics.Collection, Places.Of(parameter), parameter.Name);
        }

        if (ValueParser.Parse(element ?? parameter.Type, format) is not { } value)
        {
            return Refuse(Diagnostics.ParameterType, Places.OfType(parameter, cancellationToken), parameter.Name, parameter.Type.ToDisplayString());
        }

        if ((isMulti && element is null) || (format is not null && value.Kind is not ApiValueKind.Formattable))
        {
            return Refuse(Diagnostics.Query, Places.Of(query!), parameter.Name);
        }

        return Create(parameter, isInPath ? ApiRole.Path : ApiRole.Query, value, element is not null);
    }

    private static ApiParameter Create(IParameterSymbol parameter, ApiRole role, ApiValue? value, bool isCollection) =>
        new(parameter.Name, Uri.EscapeDataString(WireName(parameter)), TypeNames.Written(parameter.Type), role, value, isCollection);

    private static bool IsContent(ITypeSymbol type)
    {
        for (var level = type; level is not null; level = level.BaseType)
        {
            if (TypeNames.Plain(level) is "System.IO.Stream" or "System.Net.Http.HttpContent")
            {
                return true;
            }
        }

        return false;
    }

    private ApiParameter? Refuse(DiagnosticDescriptor descriptor, Location? location, params string[] arguments)
    {
        findings.Add(descriptor, location, arguments);
        return null;
    }
}
