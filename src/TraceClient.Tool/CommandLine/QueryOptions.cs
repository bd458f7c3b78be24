using System.CommandLine;
using System.CommandLine.Parsing;

namespace TraceClient.Tool;

/// <summary>Options that filter traces, common to all commands that list them.</summary>
internal sealed class QueryOptions
{
    private const string FindName = "--find";

    private readonly Option<string[]> _sources = new("--source", "-s")
    {
        Description = "Only traces of this source: calyptia, kubiya or galtea. Can be specified multiple times.",
        HelpName = "NAME",
        DefaultValueFactory = _ => [],
        CompletionSources = { SettingNames.SourceNames },
    };

    private readonly Option<DateTimeOffset?> _since = new("--since")
    {
        Description = "Only traces recorded at or after this time: an age (90s, 30m, 2h, 7d), a date (2026-11-24) or a time "
            + "(2026-11-24T15:04:05Z).",
        HelpName = "TIME",
        CustomParser = TimeParser.Parse,
    };

    private readonly Option<DateTimeOffset?> _until = new("--until")
    {
        Description = "Only traces recorded at or before this time.",
        HelpName = "TIME",
        CustomParser = TimeParser.Parse,
    };

    private readonly Option<string?> _status = new Option<string?>("--status")
    {
        Description = "Only traces with this status: ok, error, running or unset.",
        HelpName = "STATUS",
    }.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, [.. Enum.GetNames<TraceStatus>().Select(name => name.ToLowerInvariant())]);

    private readonly Option<bool> _errors = new("--errors") { Description = "Only traces that failed or have a failed span." };

    private readonly Option<string?> _text =
        new("--text") { Description = "Only traces whose name or service name contains this text, ignoring case.", HelpName = "TEXT" };

    private readonly Option<string?> _find = new(FindName)
    {
        Description = "Only traces in which one span has all these words, in attributes, bodies or names; time* for words that begin so. "
            + "Requires --store or --file.",
        HelpName = "WORDS",
    };

    private readonly Option<string?> _name =
        new("--name") { Description = "Only traces with exactly this name, case-sensitive.", HelpName = "NAME" };

    private readonly Option<string?> _type =
        new("--type") { Description = "Only traces with a span of this type, such as Tool or Filter.", HelpName = "TYPE" };

    private readonly Option<string?> _session = new("--session") { Description = "Only traces of this session.", HelpName = "ID" };

    private readonly Option<string?> _service =
        new("--service") { Description = "Only traces of exactly this service. For Calyptia, the pipeline.", HelpName = "NAME" };

    private readonly Option<string?> _user = new("--user") { Description = "Only traces of this user.", HelpName = "ID" };

    /// <summary>Throws an exception if <c>--find</c> is specified, and the sources cannot search for words.</summary>
    /// <exception cref="UsageException">They cannot.</exception>
    public static void ThrowIfNotSearchable(ParseResult parsed, ITraceClient client)
    {
        if (parsed.CommandResult.Command.Options.FirstOrDefault(option => option.Name == FindName) is { } find
            && parsed.GetResult(find) is { Implicit: false } && !FullTextSearch.IsSupportedBy(client))
            throw new UsageException(
                "These sources have no full-text search. Copy their traces to a store, and search there with --store.",
                "tracectl sync --store traces.db");
    }

    public static QueryOptions AddTo(Command command)
    {
        var options = new QueryOptions();
        foreach (var option in options.All)
            command.Options.Add(option);
        options._find.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !FullTextSearch.IsValid(text))
                result.AddError($"Invalid value '{TerminalText.OneLine(text)}' for --find. Use words with letters or digits.");
        });
        command.Validators.Add(result =>
        {
            if (TimeOf(result.GetResult(options._since)) > TimeOf(result.GetResult(options._until)))
                result.AddError("--since is later than --until. Use an earlier --since or a later --until.");
        });
        return options;
    }

    // An invalid time has its own error already, and reading its value would throw.
    private static DateTimeOffset? TimeOf(OptionResult? result) =>
        result?.Tokens is [{ Value: var text }] && TimeParser.TryParse(text, TimeProvider.System.GetLocalNow(), out var time)
            ? time
            : null;

    private IEnumerable<Option> All => [_sources, _since, _until, _status, _errors, _text, _find, _name, _type, _session, _service, _user];

    /// <summary>Returns whether any of the options was specified.</summary>
    public bool AreUsed(ParseResult parsed) => All.Any(option => parsed.GetResult(option) is { Implicit: false });

    /// <summary>Creates the query, without a limit.</summary>
    public TraceQuery ToQuery(ParseResult parsed) => new()
    {
        Sources = parsed.GetValue(_sources) is { Length: > 0 } sources ? sources : null,
        From = parsed.GetValue(_since),
        To = parsed.GetValue(_until),
        Status = parsed.GetValue(_status) is { } status ? Enum.Parse<TraceStatus>(status, ignoreCase: true) : null,
        ErrorsOnly = parsed.GetValue(_errors),
        SearchText = parsed.GetValue(_text),
        FullText = parsed.GetValue(_find),
        Name = parsed.GetValue(_name),
        SpanType = parsed.GetValue(_type) is { Length: > 0 } type ? new SpanType(type) : null,
        SessionId = parsed.GetValue(_session),
        ServiceName = parsed.GetValue(_service),
        User = parsed.GetValue(_user),
    };
}

/// <summary>Checks searches for words.</summary>
internal static class FullTextSearch
{
    /// <summary>Returns whether all sources can search for words.</summary>
    public static bool IsSupportedBy(ITraceClient client) => client.Sources.All(source => source.Filters.HasFlag(TraceFilters.FullText));

    /// <summary>Returns whether a text has a word.</summary>
    public static bool IsValid(string text)
    {
        try
        {
            return FullTextQuery.Parse(text) is not null;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
