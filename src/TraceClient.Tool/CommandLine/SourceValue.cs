using System.CommandLine;
using System.CommandLine.Parsing;

namespace TraceClient.Tool;

/// <summary>A value for one source, as in <c>--token-file kubiya=PATH</c>.</summary>
internal sealed record SourceValue(string Source, string Value)
{
    /// <summary>Makes an option of such values. What is wrong with one is said without quoting it: it can be a token.</summary>
    public static Option<string[]> Option(string name, string valueName, string description)
    {
        var option = new Option<string[]>(name)
        {
            Description = description,
            HelpName = $"SOURCE={valueName}",
            Recursive = true,
            DefaultValueFactory = _ => [],
        };
        option.Validators.Add(Validate);
        option.CompletionSources.Add(
            _ => SettingNames.SourceNames.Select(source => new System.CommandLine.Completions.CompletionItem($"{source}=")));
        return option;
    }

    public static IEnumerable<SourceValue> Of(ParseResult parsed, Option<string[]> option) =>
        (parsed.GetValue(option) ?? []).Select(text => Parse(text)!);

    private static SourceValue? Parse(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var source = equals < 0
            ? null
            : SettingNames.Sources.FirstOrDefault(name => text.AsSpan(0, equals).Equals(name, StringComparison.OrdinalIgnoreCase));
        return source is not null && text[(equals + 1)..].Trim() is { Length: > 0 } value ? new SourceValue(source, value) : null;
    }

    private static void Validate(OptionResult result)
    {
        var values = result.Tokens.Select(token => Parse(token.Value)).ToList();
        if (values.Contains(null))
            result.AddError($"{result.Option.Name} takes {result.Option.HelpName}, with calyptia, kubiya or galtea as SOURCE.");
        else if (values.DistinctBy(value => value!.Source, StringComparer.Ordinal).Count() < values.Count)
            result.AddError($"{result.Option.Name} is there twice for one source.");
    }
}
