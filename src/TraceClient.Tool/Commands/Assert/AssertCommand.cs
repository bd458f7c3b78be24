using System.CommandLine;
using TraceClient.Testing;

namespace TraceClient.Tool;

/// <summary>The command <c>tracectl assert</c>.</summary>
internal sealed class AssertCommand : ToolCommand
{
    private readonly Argument<string[]> _traces = new("REF")
    {
        Description = $"{TraceArgument.Forms}. The default is all traces that the options select.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _policy = new("--policy")
    {
        Description = "File with the policy, or - for standard input.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<string?> _junit = new("--junit")
    {
        Description = "Write a JUnit report to this file, or - for standard output.",
        HelpName = "FILE",
    };

    private readonly Option<int> _limit = LimitOption.Create("Maximum number of traces that the options select; 0 for all.");

    private readonly QueryOptions _query;

    public AssertCommand()
        : base(
            "assert",
            "Check traces against a policy. The exit code is 1 if one violates it.",
            "tracectl assert --policy policy.json galtea",
            "tracectl assert --policy policy.json @1 @2",
            "tracectl assert --policy policy.json --since 1h --source galtea --junit report.xml",
            "tracectl assert --policy policy.json --file traces.jsonl --output json")
    {
        FormatDescriptions =
        [
            ("table", "a line per trace, and for a failed one its violations and its tree"),
            ("json", "array of traces with their violations"),
            ("jsonl", "one trace per line"),
            ("csv", "one violation per line, and one line for a trace without any"),
        ];
        Arguments.Add(_traces);
        Options.Add(_policy);
        Options.Add(_junit);
        Options.Add(_limit);
        _query = QueryOptions.AddTo(this);
    }

    protected override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        string[] references = context.Arguments.GetValue(_traces) ?? [];
        if (references.Length > 0 && (_query.AreUsed(context.Arguments) || context.Arguments.GetResult(_limit) is not null))
            throw new UsageException("Options that select traces cannot be used with REF.", "tracectl assert --help");
        var report = context.Arguments.GetValue(_junit) is { } path ? JunitReport.TargetOf(path) : null;
        var policy = await PolicyArgument.ReadAsync(context.Arguments.GetRequiredValue(_policy), cancellationToken);
        var results = new List<AssertResult>();
        IReadOnlyList<SourceFailure> failures = [];
        TraceClientException? error = null;
        using (var output = AssertOutput.Of(context, isSilent: report?.Path is null && report is not null))
        {
            try
            {
                var reader = new TraceReader(
                    (await context.OpenAsync(cancellationToken)).Client, _query.ToQuery(context.Arguments),
                    LimitOption.Of(context.Arguments, _limit), default);
                var traces = references.Length > 0
                    ? (await context.OpenResolverAsync(cancellationToken)).FindAsync(references, cancellationToken)
                    : reader.ReadAsync(cancellationToken);
                await foreach (var trace in traces)
                {
                    var result = AssertResult.Of(trace, policy, byCheck: report is not null);
                    results.Add(result);
                    output.Write(result);
                }

                failures = reader.Failures;
                output.Finish(results);
            }
            catch (TraceClientException exception)
            {
                error = exception;
            }
        }

        if (report is not null)
        {
            var errors = failures.Select(failure => failure.Exception).Concat(error is null ? [] : [error])
                .Select(exception => ErrorReport.Of(exception, context.Arguments));
            var junit = new JunitReport(context.Arguments.GetRequiredValue(_policy), policy.Checks, results, [.. errors]);
            await OutputFile.WriteAsync(context, report, junit.WriteAsync, static () => true, cancellationToken);
        }

        await context.FlushAsync();
        return error is null ? ExitCodeOf(context, results, failures) : ErrorReport.Of(error, context.Arguments)
            .Write(context.Streams, context.ErrorFormat);
    }

    private static int ExitCodeOf(CommandContext context, List<AssertResult> results, IReadOnlyList<SourceFailure> failures)
    {
        var code = SourceFailureReport.Write(context, failures);
        if (results.Count == 0 && failures.Count == 0)
        {
            return new ErrorReport(
                ExitCodes.Failure, "nothing-checked", "No traces found: nothing was checked.", "tracectl list")
                .Write(context.Streams, context.ErrorFormat);
        }

        return results.TrueForAll(result => result.HasPassed) ? code : ExitCodes.Failure;
    }
}

/// <summary>Reads the policy of the command line.</summary>
internal static class PolicyArgument
{
    private const string StandardInput = "-";

    /// <summary>Reads the file, or standard input, and the baseline of the policy.</summary>
    /// <exception cref="UsageException">The policy cannot be read, or is invalid.</exception>
    public static async Task<TracePolicy> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            if (path != StandardInput)
                return await TracePolicy.LoadAsync(path, cancellationToken);
            if (!Console.IsInputRedirected)
                throw new UsageException("--policy - requires a policy on standard input.", "tracectl assert --policy - < policy.json");
            await using var input = Console.OpenStandardInput();
            return await TracePolicy.LoadAsync(input, Environment.CurrentDirectory, cancellationToken);
        }
        catch (Exception exception) when (exception is TraceClientException or ArgumentException)
        {
            throw new UsageException(exception.Message);
        }
    }
}

/// <summary>Represents the result of the checks of one trace.</summary>
/// <param name="Reference">The reference of the trace.</param>
/// <param name="Name">The name of the trace.</param>
/// <param name="Violations">The violations; empty for a trace that passes.</param>
/// <param name="Message">The violations and the marked tree; null for a trace that passes.</param>
internal sealed record AssertResult(TraceReference Reference, string Name, IReadOnlyList<TraceViolation> Violations, string? Message)
{
    public bool HasPassed => Violations.Count == 0;

    /// <summary>Gets the checks that failed, for a JUnit report.</summary>
    public IReadOnlyList<FailedCheck> FailedChecks { get; private init; } = [];

    /// <summary>Checks a trace.</summary>
    /// <param name="trace">The trace, which is not kept.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="byCheck">Whether each failed check has a message of its own.</param>
    public static AssertResult Of(Trace trace, TracePolicy policy, bool byCheck)
    {
        var violations = policy.Check(trace);
        return new(trace.Reference, trace.Name, violations, violations.Count == 0 ? null : MessageOf(trace, violations))
        {
            FailedChecks = !byCheck ? [] :
            [
                .. violations.GroupBy(violation => violation.Check, StringComparer.Ordinal)
                    .Select(check => new FailedCheck(check.Key, $"{check.First()}", check.Count(), MessageOf(trace, [.. check]))),
            ],
        };
    }

    private static string MessageOf(Trace trace, IReadOnlyList<TraceViolation> violations) =>
        new TraceAssertionException(trace, violations).Message;
}

/// <summary>Represents a check that a trace does not pass.</summary>
internal sealed record FailedCheck(string Name, string FirstViolation, int Violations, string Message);
