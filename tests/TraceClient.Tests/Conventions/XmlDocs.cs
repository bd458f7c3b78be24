using System.Reflection;
using System.Xml.Linq;

namespace TraceClient.Tests.Conventions;

/// <summary>The documentation file beside the library.</summary>
internal static class XmlDocs
{
    private static readonly Dictionary<string, XElement> Members = XDocument
        .Load(Path.Combine(AppContext.BaseDirectory, "TraceClient.xml"))
        .Descendants("member")
        .ToDictionary(member => (string)member.Attribute("name")!, StringComparer.Ordinal);

    public static string? Summary(Type type) => Text($"T:{type.FullName!.Replace('+', '.')}", "summary");

    public static string? Summary(PropertyInfo property) => Text(Key(property), "summary");

    public static string? Value(PropertyInfo property) => Text(Key(property), "value");

    private static string Key(PropertyInfo property) => $"P:{property.DeclaringType!.FullName!.Replace('+', '.')}.{property.Name}";

    private static string? Text(string key, string element) =>
        Members.GetValueOrDefault(key)?.Element(element) is { } found
            ? string.Concat(found.DescendantNodes().Select(node => node switch
            {
                XText text => text.Value,
                XElement { HasElements: false, IsEmpty: true } reference => (string?)reference.Attribute("cref") ?? "",
                _ => "",
            })).Trim()
            : null;
}
