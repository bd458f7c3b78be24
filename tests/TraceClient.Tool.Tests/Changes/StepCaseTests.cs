using System.Text.Json;

namespace TraceClient.Tool.Tests.Changes;

/// <summary>Tests that <c>records</c> and the page have the same changes of a step.</summary>
public sealed class StepCaseTests
{
    private static readonly Dictionary<string, string> Marks =
        new(StringComparer.Ordinal) { ["add"] = "+", ["remove"] = "-", ["replace"] = "~" };

    public static TheoryData<int, string> Cases => [.. StepCase.All.Select((step, i) => (i, step.Name))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Records_show_the_changes_of_a_step(int number, string name)
    {
        var step = StepCase.All[number];
        Assert.Equal(step.Name, name);

        Assert.Equal(step.Changes, step.With is null ? Uncompared(step) : FromCsv(step));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_page_shows_the_changes_of_a_step(int number, string name)
    {
        var step = StepCase.All[number];
        Assert.Equal(step.Name, name);

        var details = await PageLines.DetailsAsync(step.Trace);

        Assert.Equal(
            step.With, details[step.Span.Id].TryGetProperty("changes", out var changes) ? changes.GetProperty("with").GetString() : null);
        Assert.Equal(step.Changes, step.With is null ? [] : FromPage(changes, details[step.With], details[step.Span.Id]));
    }

    [Fact]
    public void Every_step_is_read_once_and_in_order()
    {
        var trace = StepCase.All[2].Trace;

        var steps = new RecordSteps(trace).All().ToList();

        Assert.Equal(trace.Spans, steps.Select(step => step.Span));
        Assert.Equal(Enumerable.Range(1, trace.Spans.Count), steps.Select(step => step.Number));
    }

    // The rows have all records of the span, none of them with a change.
    private static IEnumerable<string> Uncompared(StepCase step)
    {
        var rows = Rows(step);
        Assert.Equal(step.Span.Records.Count, rows.Count);
        return rows.Select(row => row[10]).Where(change => change.Length > 0);
    }

    private static IEnumerable<string> FromCsv(StepCase step)
    {
        var rows = Rows(step);
        Assert.Equal(step.Span.Records.Count, rows.Count(row => row[10] != "removed"));
        return
        [
            $"{rows.Count(row => row[10] == "unchanged")} unchanged",
            .. rows.Where(row => row[10] != "unchanged").Select(row => row[10] switch
            {
                "added" => $"+ {row[8]}",
                "removed" => $"- {row[8]}",
                _ => $"~ {row[8]} " + string.Join(' ', row[11].Json().EnumerateArray().Select(
                    change => Marks[change.GetProperty("op").GetString()!] + change.GetProperty("path").GetString())),
            }),
        ];
    }

    private static List<string[]> Rows(StepCase step)
    {
        using var text = new StringWriter();
        using (var csv = new RecordCsvOutput(new CsvOutput(text)))
        {
            var trace = step.Trace;
            csv.Write(trace, new RecordSteps(trace).All().Single(found => found.Span.Id == step.Span.Id));
        }

        return [.. CsvText.Rows(text.ToString()).Skip(1)];
    }

    private static IEnumerable<string> FromPage(JsonElement changes, JsonElement before, JsonElement after) =>
    [
        $"{changes.GetProperty("same").GetInt32()} unchanged",
        .. changes.GetProperty("records").EnumerateArray().Select(change => (change[0].ValueKind, change[1].ValueKind) switch
        {
            (JsonValueKind.Null, _) => $"+ {BodyOf(after, change[1])}",
            (_, JsonValueKind.Null) => $"- {BodyOf(before, change[0])}",
            _ => $"~ {BodyOf(after, change[1])} {string.Join(' ', change.EnumerateArray().Skip(2).Select(PathOf))}",
        }),
    ];

    private static string BodyOf(JsonElement details, JsonElement place) =>
        details.GetProperty("records")[place.GetInt32()].GetProperty("body").GetRawText();

    private static string PathOf(JsonElement value) => string.Join('/', value.EnumerateArray().Select(part => part.GetString()));
}
