using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace TraceClient.Tests.Model;

public sealed class DebuggerTests
{
    private static readonly TraceReference Reference = new("kubiya", "t");

    public static TheoryData<object, string> Shown => new()
    {
        { new Trace { Reference = Reference, Name = "plan", Status = TraceStatus.Ok, Spans = [new Span { Id = "a", Name = "a" }] },
            "kubiya:t plan Ok (1 spans, 0 warnings)" },
        { new Span { Id = "a", Name = "step", Type = SpanType.Tool, Duration = TimeSpan.FromSeconds(1) },
            "Tool step Unset 00:00:01 (0 children, 0 records)" },
        { new TraceSummary { Reference = Reference, Name = "plan", RecordedAt = new(5) },
            "kubiya:t plan Unset 1970-01-01T00:00:00.000000005Z" },
        { new Record { Kind = RecordKind.Event, Name = "hit", Body = JsonPayload.Parse("1") }, "Event hit  1" },
        { AttributeMap.Empty.With("a", 1), "Count = 1" },
    };

    [Theory]
    [MemberData(nameof(Shown))]
    public void A_debugger_shows_what_a_thing_is(object value, string text)
    {
        var format = value.GetType().GetCustomAttribute<DebuggerDisplayAttribute>()!.Value;

        Assert.Equal(text, Regex.Replace(
            format, @"\{([\w.]+)(,nq)?\}", match => MemberOf(value, match.Groups[1].Value), RegexOptions.None, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_debugger_shows_the_entries_of_attributes()
    {
        var map = AttributeMap.From(JsonPayload.Parse("""{"a":1}""")).With("b", "x");
        var attribute = typeof(AttributeMap).GetCustomAttribute<DebuggerTypeProxyAttribute>()!;
        var view = Activator.CreateInstance(Type.GetType(attribute.ProxyTypeName, throwOnError: true)!, map)!;

        var items = Assert.Single(view.GetType().GetProperties());

        Assert.Equal(DebuggerBrowsableState.RootHidden, items.GetCustomAttribute<DebuggerBrowsableAttribute>()!.State);
        Assert.Equal(map.ToArray(), items.GetValue(view));
    }

    private static string MemberOf(object value, string path)
    {
        object? found = value;
        foreach (var name in path.Split('.'))
        {
            // The members of a list are those of the interface that it is declared as.
            var type = found!.GetType();
            var property = type.GetProperty(name)
                ?? type.GetInterfaces().Select(one => one.GetProperty(name)).First(one => one is not null);
            found = property!.GetValue(found);
        }

        return found?.ToString() ?? "";
    }
}
