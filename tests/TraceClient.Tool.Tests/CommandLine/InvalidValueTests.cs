using System.CommandLine;

namespace TraceClient.Tool.Tests.CommandLine;

/// <summary>Every option of every command with values that it does not allow.</summary>
public sealed class InvalidValueTests
{
    // Texts that are compared with those of traces or files, so each value is allowed.
    private static readonly string[] FreeTexts =
    [
        "--file", "--profile", "--text", "--name", "--type", "--session", "--service", "--user", "--span", "--to", "--checkpoint", "--tap",
        "--plugin", "--html", "--policy", "--junit", "--store", "--find",
    ];

    // Their values are the names of the sources, which for files are others; the client reports unknown ones.
    private static readonly string[] Sources = ["list", "stats", "follow", "export", "assert", "sync"];

    public static TheoryData<string, string> Options(bool withFlags)
    {
        var data = new TheoryData<string, string>();
        foreach (var command in Commands(new TracectlCommand(["help"])))
        {
            foreach (var option in command.AvailableOptions().Where(option => IsConstrained(option, withFlags)))
            {
                if (option.Name != "--source" || !Sources.Contains(command.Name, StringComparer.Ordinal))
                    data.Add(command.FullName(), option.Name);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Options), true)]
    public void An_invalid_value_is_reported_with_the_option_and_what_is_allowed(string command, string option)
    {
        var message = Parse([.. Words(command), $"{option}=no such value"]).Message;

        Assert.Contains($"for {option}. Use ", message, StringComparison.Ordinal);
        AssertPlain(message);
    }

    [Theory]
    [MemberData(nameof(Options), false)]
    public void A_missing_value_is_reported_with_the_option_and_what_is_allowed(string command, string option)
    {
        var message = Parse([.. Words(command), option]).Message;

        Assert.Contains($"Missing value for {option}. Use ", message, StringComparison.Ordinal);
        AssertPlain(message);
    }

    [Theory]
    [InlineData("list --sort cost", "Invalid value 'cost' for --sort. Use newest, oldest, duration, spans, errors or name.")]
    [InlineData("list --since yesterday", "Invalid value 'yesterday' for --since. Use 2h, 2026-11-20 or 2026-11-20T08:00Z.")]
    [InlineData("list --limit 99999999999", "Invalid value '99999999999' for --limit. Use a number of 0 or more.")]
    [InlineData("list --limit -1", "Invalid value '-1' for --limit. Use a number of 0 or more.")]
    [InlineData("list --limit 1 --limit 2", "--limit is specified more than once. Specify it once.")]
    [InlineData("list --limit", "Missing value for --limit. Use --limit COUNT.")]
    [InlineData("list --sort", "Missing value for --sort. Use duration, errors, name, newest, oldest or spans.")]
    [InlineData("list --demo=maybe", "Invalid value 'maybe' for --demo. Use true or false, or the option without a value.")]
    [InlineData("show --errors=maybe", "Invalid value 'maybe' for --errors. Use true or false, or the option without a value.")]
    [InlineData("completion", "Missing argument SHELL.")]
    [InlineData("list --output xml", "Invalid value 'xml' for --output. Use table, wide, json, jsonl or csv.")]
    [InlineData("list --url https://ann:hush@host",
        "Invalid value for --url. Use SOURCE=URL, where SOURCE is calyptia, kubiya or galtea.")]
    [InlineData("stats --top x", "Invalid value 'x' for --top. Use a number of 0 or more.")]
    [InlineData("follow --timeout 50d", "Invalid value '50d' for --timeout. Use 500ms, 2s, 10m or 1h, up to 30d.")]
    [InlineData("follow --interval 0s", "Invalid value '0s' for --interval. Use a duration of more than 0.")]
    [InlineData("export --shard 0/3", "Invalid value '0/3' for --shard. Use I/N, such as 2/4 for the second of four shards.")]
    [InlineData("export --format xml", "Invalid value 'xml' for --format. Use json, jsonl, protobuf, csv or html.")]
    [InlineData("simulate --port 70000", "Invalid value '70000' for --port. Use a number from 0 to 65535.")]
    [InlineData("simulate --seed x", "Invalid value 'x' for --seed. Use a number from -2147483648 to 2147483647.")]
    [InlineData("completion tcsh", "Invalid value 'tcsh' for SHELL. Use bash, zsh, fish or pwsh.")]
    public void The_message_is_one_sentence_on_the_value_and_one_on_what_is_allowed(string commandLine, string expected) =>
        Assert.Equal(expected, Parse(commandLine.Split(' ')).Message);

    private static bool IsConstrained(Option option, bool withFlags) =>
        !FreeTexts.Contains(option.Name, StringComparer.Ordinal) && option.Name is not ("--help" or "--version")
            && (withFlags || (option.ValueType != typeof(bool) && option.Arity.MinimumNumberOfValues > 0));

    private static IEnumerable<Command> Commands(Command command) =>
        command.Subcommands.Where(below => !below.Hidden).SelectMany(below => Commands(below).Prepend(below));

    private static string[] Words(string command) => command.Split(' ')[1..];

    private static ErrorReport Parse(params string[] arguments)
    {
        var report = ErrorReport.Usage(new TracectlCommand(["help"]).Parse(arguments), arguments);
        Assert.NotNull(report);
        return report;
    }

    private static void AssertPlain(string message)
    {
        Assert.DoesNotContain("System.", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }
}
