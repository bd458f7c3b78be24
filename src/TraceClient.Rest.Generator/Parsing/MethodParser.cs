using Microsoft.CodeAnalysis;

namespace TraceClient.Rest.Generator;

/// <summary>Reads a method into its model.</summary>
internal sealed class MethodParser(Findings findings, CancellationToken cancellationToken)
{
    /// <summary>The model; null, with findings, when the method is outside the dialect.</summary>
    public ApiMethod? Parse(IMethodSymbol method, IReadOnlyList<ApiHeader> headersOfInterface)
    {
        var before = findings.Count;
        if (Dialect.VerbsOf(method).ToArray() is not [var (verb, attribute)])
        {
            findings.Add(Diagnostics.Verb, Places.Of(method), method.Name);
            return null;
        }

        CheckShape(method);
        var result = ResultParser.Parse(method.ReturnType);
        if (result is null)
        {
            findings.Add(Diagnostics.ReturnType, Places.OfReturnType(method, cancellationToken), method.ReturnType.ToDisplayString());
        }

        var path = ParsePath(method, attribute);
        var parameters = ParseParameters(method, path);
        CheckBody(method, verb);
        var headers = HeaderParser.Merge(headersOfInterface, HeaderParser.Parse(method, findings, cancellationToken));
        if (findings.Count > before || result is not var (kind, body))
        {
            return null;
        }

        return new ApiMethod(
            method.Name,
            verb,
            new EquatableArray<PathPart>(path),
            new EquatableArray<ApiParameter>(parameters),
            headers,
            kind,
            TypeNames.Written(method.ReturnType),
            body is null ? "" : TypeNames.Written(body),
            body is { NullableAnnotation: NullableAnnotation.Annotated });
    }

    private void CheckShape(IMethodSymbol method)
    {
        if (method.IsGenericMethod)
        {
            findings.Add(Diagnostics.MethodShape, Places.Of(method), method.Name);
        }

        foreach (var parameter in method.Parameters.Where(static parameter => parameter.RefKind is not RefKind.None || parameter.IsParams))
        {
            findings.Add(Diagnostics.MethodShape, Places.Of(parameter), method.Name);
        }

        var tokens = method.Parameters.Where(static parameter => TypeNames.IsCancellationToken(parameter.Type)).ToArray();
        if (tokens is not [{ } token] || token.Ordinal != method.Parameters.Length - 1)
        {
            findings.Add(Diagnostics.Token, Places.Of(tokens.FirstOrDefault() ?? (ISymbol)method), method.Name);
        }
    }

    /// <summary>The parts of the path, with the names of the C# parameters.</summary>
    private List<PathPart> ParsePath(IMethodSymbol method, AttributeData verb)
    {
        var text = verb.ConstructorArguments is [{ Value: string value }] ? value : null;
        var place = Places.OfArgument(verb, 0, cancellationToken);
        var bound = new List<PathPart>();
        if (PathParser.Parse(text) is not { } parts)
        {
            findings.Add(Diagnostics.Path, place, text ?? "");
            return bound;
        }

        foreach (var part in parts)
        {
            if (!part.IsPlaceholder)
            {
                bound.Add(part);
            }
            else if (method.Parameters.FirstOrDefault(parameter => IsSame(ParameterParser.WireName(parameter), part.Text)) is not { } parameter)
            {
                findings.Add(Diagnostics.UnboundPlaceholder, place, part.Text);
            }
            else if (bound.Any(other => other.IsPlaceholder && string.Equals(other.Text, parameter.Name, StringComparison.Ordinal)))
            {
                findings.Add(Diagnostics.BoundTwice, place, part.Text);
            }
            else
            {
                bound.Add(new PathPart(parameter.Name, IsPlaceholder: true));
            }
        }

        return bound;
    }

    private List<ApiParameter> ParseParameters(IMethodSymbol method, List<PathPart> path)
    {
        var parser = new ParameterParser(findings, cancellationToken);
        var parsed = new List<ApiParameter>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var parameter in method.Parameters)
        {
            if (!names.Add(ParameterParser.WireName(parameter)))
            {
                findings.Add(Diagnostics.BoundTwice, Places.Of(parameter), ParameterParser.WireName(parameter));
            }

            var isInPath = path.Any(part => part.IsPlaceholder && string.Equals(part.Text, parameter.Name, StringComparison.Ordinal));
            if (parser.Parse(parameter, isInPath) is { } model)
            {
                parsed.Add(model);
            }
        }

        return parsed;
    }

    private void CheckBody(IMethodSymbol method, string verb)
    {
        var bodies = method.Parameters.Where(static parameter => Dialect.Find(parameter, "Body") is not null).ToArray();
        foreach (var second in bodies.Skip(1))
        {
            findings.Add(Diagnostics.TwoBodies, Places.Of(second), second.Name);
        }

        if (bodies is [var body, ..] && verb is "Get")
        {
            findings.Add(Diagnostics.BodyOnGet, Places.Of(body), body.Name);
        }
    }

    private static bool IsSame(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
