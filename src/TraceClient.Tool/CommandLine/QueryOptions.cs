using System.CommandLine;
using System.CommandLine.Parsing;

namespace TraceClient.Tool;

/// <summary>The options that choose traces, the same for every command that lists.</summary>
internal sealed class QueryOptions
{
    private readonly Option<string[]> _sources = new("--source", "-s")
    {
        Description = "Only this source: calyptia, kubiya or galtea; may be repeated.",
        HelpName = "NAME",
        DefaultValueFactory = _ => [],
        CompletionSources = { SettingNames.SourceNames },
    };

    private readonly Option<DateTimeOffset?> _since = new("--since")
    {
        Description = "Recorded at or after this time: 90s, 30m, 2h or 7d ago, a date (2026-11-24), or a time (2026-11-24T15:04:05Z).",
        HelpName = "TIME",
        CustomParser = TimeArgument.Parse,
    };

    private readonly Option<DateTimeOffset?> _until = new("--until")
    {
        Description = "Recorded at or before this time.",
        HelpName = "TIME",
        CustomParser = TimeArgument.Parse,
    };

    private readonly Option<string?> _status = new Option<string?>("--status")
    {
        Description = "Only traces of this status: ok, error, running or unset.",
        HelpName = "STATUS",
    }.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, [.. Enum.GetNames<TraceStatus>().Select(name => name.ToLowerInvariant())]);

    private readonly Option<bool> _errors = new("--errors") { Description = "Only traces that failed or have a span that did." };

    private readonly Option<string?> _text =
        new("--text") { Description = "Only traces that have this in their name or their service's name, in any case.", HelpName = "TEXT" };

    private readonly Option<string?> _name =
        new("--name") { Description = "Only traces of exactly this name; case counts.", HelpName = "NAME" };

    private readonly Option<string?> _type =
        new("--type") { Description = "Only traces with a span of this type, such as Tool or Filter.", HelpName = "TYPE" };

    private readonly Option<string?> _session = new("--session") { Description = "Only traces of this session.", HelpName = "ID" };

    private readonly Option<string?> _service =
        new("--service") { Description = "Only traces of exactly this service; for Calyptia the pipeline.", HelpName = "NAME" };

    private readonly Option<string?> _user = new("--user") { Description = "Only traces of this user.", HelpName = "ID" };

    public static QueryOptions AddTo(Command command)
    {
        var options = new QueryOptions();
        foreach (var option in options.All)
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (TimeOf(result.GetResult(options._since)) > TimeOf(result.GetResult(options._until)))
                result.AddError("--since is later than --until: nothing can have been recorded between them.");
        });
        return options;
    }

    // What is no time has an error of its own already, and no value that could be asked for.
    private static DateTimeOffset? TimeOf(OptionResult? result) =>
        result?.Tokens is [{ Value: var text }] && TimeArgument.TryParse(text, TimeProvider.System.GetLocalNow(), out var time)
            ? time
            : null;

    private IEnumerable<Option> All => [_sources, _since, _until, _status, _errors, _text, _name, _type, _session, _service, _user];

    /// <summary>Whether any of them was given.</summary>
    public bool AreUsed(ParseResult parsed) => All.Any(option => parsed.GetResult(option) is { Implicit: false });

    /// <summary>What was asked for; without a limit, and with failures of a
    /// source tolerated, so that they can be told beside the data.</summary>
    public TraceQuery ToQuery(ParseResult parsed) => new()
    {
        Sources = parsed.GetValue(_sources) is { Length: > 0 } sources ? sources : null,
        From = parsed.GetValue(_since),
        To = parsed.GetValue(_until),
        Status = parsed.GetValue(_status) is { } status ? Enum.Parse<TraceStatus>(status, ignoreCase: true) : null,
        ErrorsOnly = parsed.GetValue(_errors),
        SearchText = parsed.GetValue(_text),
        Name = parsed.GetValue(_name),
        SpanType = parsed.GetValue(_type) is { Length: > 0 } type ? new SpanType(type) : null,
        SessionId = parsed.GetValue(_session),
        ServiceName = parsed.GetValue(_service),
        User = parsed.GetValue(_user),
    };
}
