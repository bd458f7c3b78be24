using System.CommandLine;
using System.CommandLine.Parsing;

namespace TraceClient.Tool;

/// <summary>Creates <c>--source</c>.</summary>
internal static class SourceOption
{
    public static Option<string[]> Create() => new Option<string[]>("--source", "-s")
    {
        Description = "Only this source: calyptia, kubiya or galtea. Can be specified multiple times.",
        HelpName = "NAME",
        DefaultValueFactory = _ => [],
    }.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, SettingNames.SourceNames);
}

/// <summary>Represents a value for one source, as in <c>--token-file kubiya=PATH</c>.</summary>
internal sealed record SourceValue(string Source, string Value)
{
    /// <summary>Creates an option for such values. Its errors do not quote a value, which can be a token.</summary>
    public static Option<string[]> CreateOption(string name, string valueName, string description)
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
            result.AddError(
                $"Invalid value for {result.Option.Name}. Use {result.Option.HelpName}, where SOURCE is calyptia, kubiya or galtea.");
        else if (values.DistinctBy(value => value!.Source, StringComparer.Ordinal).Count() < values.Count)
            result.AddError($"{result.Option.Name} is specified more than once for the same source. Specify it once.");
    }
}
