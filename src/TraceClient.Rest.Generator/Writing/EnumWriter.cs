using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace TraceClient.Rest.Generator;

/// <summary>Writes the methods that turn enums into what stands for them on the wire.</summary>
internal static class EnumWriter
{
    public static string Call(ApiValue value, string argument) => $"{MethodName(value)}({argument})";

    public static void Write(StringBuilder text, ApiInterface api)
    {
        var enums = api.Methods
            .SelectMany(static method => method.Parameters)
            .Select(static parameter => parameter.Value)
            .Where(static value => value is { Kind: ApiValueKind.Enum })
            .GroupBy(static value => value!.Type, StringComparer.Ordinal)
            .Select(static same => same.First()!);
        foreach (var value in enums)
        {
            text.Append($"\n    private static string {MethodName(value)}({value.Type} value) => value switch\n    {{\n");
            foreach (var name in value.Names)
            {
                text.Append($"        {value.Type}.@{name.Member} => {SymbolDisplay.FormatLiteral(name.WireName, quote: true)},\n");
            }

            text.Append("        _ => value.ToString(\"D\"),\n    };\n");
        }
    }

    private static string MethodName(ApiValue value) => "__Text_" + value.Type.Replace("global::", "").Replace('.', '_');
}
