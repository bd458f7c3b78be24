using System.Diagnostics;
using TraceClient.Analysis;

namespace TraceClient.Testing;

/// <summary>Represents assertions on a trace. They need no test framework: each throws a <see cref="TraceAssertionException"/>.</summary>
/// <remarks>
/// <para>A fact that is unknown fails an assertion: a trace of which no tokens are known does not pass <see cref="UseAtMost"/>. So does an
/// upper limit of a trace that is still running.</para>
/// <para>Names are patterns, in which <c>*</c> is any text and <c>?</c> any character.</para>
/// </remarks>
/// <example>
/// <code>
/// trace.Should().Succeed().And.CallTools("lookup_order", "send_mail").InOrder().And.FinishWithin(TimeSpan.FromSeconds(5));
/// </code>
/// </example>
[StackTraceHidden]
public class TraceAssertions
{
    private const int MaxExpression = 120;

    private protected TraceAssertions(TraceAssertions other) => Trace = other.Trace;

    internal TraceAssertions(Trace trace) => Trace = trace;

    /// <summary>Gets these assertions, to read as a sentence.</summary>
    public TraceAssertions And => this;

    private protected Trace Trace { get; }

    /// <summary>Asserts that the status is <see cref="TraceStatus.Ok"/>. Single spans can have failed.</summary>
    /// <returns>These assertions.</returns>
    /// <exception cref="TraceAssertionException">The trace has another status, or its source states none.</exception>
    public TraceAssertions Succeed() => Assert(TraceChecks.Status(Trace, TraceStatus.Ok));

    /// <summary>Asserts that the status is <see cref="TraceStatus.Error"/>.</summary>
    /// <returns>These assertions.</returns>
    /// <exception cref="TraceAssertionException">The trace has another status, or its source states none.</exception>
    public TraceAssertions Fail() => Assert(TraceChecks.Status(Trace, TraceStatus.Error));

    /// <summary>Asserts that tools are called, in any order and beside others.</summary>
    /// <remarks>
    /// Tool calls are the spans of the type <see cref="SpanType.Tool"/>. A tool that is named twice must be called twice.
    /// </remarks>
    /// <param name="tools">The names of the tools.</param>
    /// <returns>Assertions on these calls.</returns>
    /// <exception cref="ArgumentException">No tool is named.</exception>
    /// <exception cref="TraceAssertionException">A tool is not called.</exception>
    public ToolCallAssertions CallTools(params string[] tools)
    {
        ThrowIfEmpty(tools, nameof(tools));
        Assert(TraceChecks.RequiredTools(Trace, tools));
        return new ToolCallAssertions(this, tools);
    }

    /// <summary>Asserts that tools are not called; without names, that no tool is called.</summary>
    /// <param name="tools">The names of the tools.</param>
    /// <returns>These assertions.</returns>
    /// <exception cref="TraceAssertionException">A tool is called.</exception>
    public TraceAssertions NotCallTools(params string[] tools)
    {
        ArgumentNullException.ThrowIfNull(tools);
        return Assert(TraceChecks.ForbiddenTools(Trace, tools.Length == 0 ? ["*"] : tools));
    }

    /// <summary>Asserts that a span has a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>These assertions.</returns>
    /// <exception cref="TraceAssertionException">No span has the name.</exception>
    public TraceAssertions HaveSpan(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Assert(TraceChecks.HasSpan(Trace, $"named {name}", span => NamePattern.Matches(name, span.Name)));
    }

    /// <summary>Asserts that a condition is true for a span.</summary>
    /// <param name="predicate">The condition.</param>
    /// <param name="expression">The condition as text, which the compiler passes.</param>
    /// <returns>These assertions.</returns>
    /// <exception cref="TraceAssertionException">The condition is true for no span.</exception>
    public TraceAssertions HaveSpan(Func<Span, bool> predicate, [CallerArgumentExpression(nameof(predicate))] string? expression = null)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return Assert(TraceChecks.HasSpan(Trace, TextOf(expression), predicate));
    }

    /// <summary>Asserts that no span has a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>These assertions.</returns>
    /// <exception cref="TraceAssertionException">A span has the name.</exception>
    public TraceAssertions HaveNoSpan(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Assert(TraceChecks.HasNoSpan(Trace, $"named {name}", span => NamePattern.Matches(name, span.Name)));
    }

    /// <summary>Asserts that a condition is true for no span.</summary>
    /// <param name="predicate">The condition.</param>
    /// <param name="expression">The condition as text, which the compiler passes.</param>
    /// <returns>These assertions.</returns>
    /// <exception cref="TraceAssertionException">The condition is true for a span.</exception>
    public TraceAssertions HaveNoSpan(Func<Span, bool> predicate, [CallerArgumentExpression(nameof(predicate))] string? expression = null)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return Assert(TraceChecks.HasNoSpan(Trace, TextOf(expression), predicate));
    }

    /// <summary>Asserts that the trace took no longer than a time.</summary>
    /// <param name="duration">The time.</param>
    /// <returns>These assertions.</returns>
    /// <exception cref="TraceAssertionException">The trace took longer, its duration is unknown, or it has not ended.</exception>
    public TraceAssertions FinishWithin(TimeSpan duration) => Assert(TraceChecks.MaxDuration(Trace, duration));

    /// <summary>Asserts that the model calls took no more than a number of tokens, or cost no more than an amount.</summary>
    /// <param name="tokens">The number of tokens; null for any.</param>
    /// <param name="cost">The amount, in the currency that the trace has; null for any.</param>
    /// <returns>These assertions.</returns>
    /// <exception cref="ArgumentException">Neither is set.</exception>
    /// <exception cref="TraceAssertionException">More was used, or what was used is unknown.</exception>
    public TraceAssertions UseAtMost(long? tokens = null, decimal? cost = null)
    {
        if (tokens is null && cost is null)
            throw new ArgumentException("Set tokens, cost or both.", nameof(tokens));
        return Assert(
            tokens is { } maxTokens ? TraceChecks.MaxTokens(Trace, maxTokens) : null,
            cost is { } maxCost ? TraceChecks.MaxCost(Trace, maxCost) : null);
    }

    /// <summary>Asserts that all model calls use one of these models. Not all of the models must be used.</summary>
    /// <param name="models">The names of the models, as in the request or in the response.</param>
    /// <returns>These assertions.</returns>
    /// <exception cref="ArgumentException">No model is named.</exception>
    /// <exception cref="TraceAssertionException">A model call uses another model or an unknown one, or there is no model call.</exception>
    public TraceAssertions UseModels(params string[] models)
    {
        ThrowIfEmpty(models, nameof(models));
        return Assert(TraceChecks.Models(Trace, models));
    }

    /// <summary>Asserts that the trace does not differ from another one.</summary>
    /// <remarks>Spans are matched by path, type, name and order. Ids and start times do not count.</remarks>
    /// <param name="baseline">The trace to compare with.</param>
    /// <param name="tolerance">The tolerances; null for the defaults.</param>
    /// <returns>These assertions.</returns>
    /// <exception cref="TraceAssertionException">The traces differ beyond the tolerances.</exception>
    public TraceAssertions Match(Trace baseline, TraceComparisonOptions? tolerance = null)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        return Assert([.. ComparisonChecks.Compare(Trace, baseline, tolerance)]);
    }

    /// <summary>Asserts that the trace does not differ from the one in a file, which is written if
    /// the environment variable <c>TRACECLIENT_UPDATE_GOLDEN</c> is 1.</summary>
    /// <remarks>
    /// The file has the form of <c>docs/json.md</c>, with ids and times that are the same for each run. A file that matches is not written
    /// again. It has the bodies of records.
    /// </remarks>
    /// <param name="path">The path, relative to the folder of the source file that calls this method.</param>
    /// <param name="tolerance">The tolerances; null for the defaults.</param>
    /// <param name="callerFile">The source file, which the compiler passes.</param>
    /// <returns>These assertions.</returns>
    /// <exception cref="TraceAssertionException">The file does not exist, or the traces differ beyond the tolerances.</exception>
    /// <exception cref="TraceClientException">The file cannot be read or written, or is not a trace.</exception>
    public TraceAssertions MatchGoldenFile(
        string path, TraceComparisonOptions? tolerance = null, [CallerFilePath] string callerFile = "")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(callerFile);
        return Assert([.. GoldenFileCheck.Run(Trace, SourceFolder.FullPath(path, callerFile), tolerance)]);
    }

    /// <summary>Asserts that the trace meets a policy.</summary>
    /// <param name="policy">The policy.</param>
    /// <returns>These assertions.</returns>
    /// <exception cref="ArgumentException">The policy has no checks.</exception>
    /// <exception cref="TraceAssertionException">The trace violates the policy.</exception>
    public TraceAssertions Satisfy(TracePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (policy.Checks.Count == 0)
            throw new ArgumentException("The policy has no checks.", nameof(policy));
        return Assert([.. policy.Check(Trace)]);
    }

    private protected TraceAssertions Assert(params ReadOnlySpan<TraceViolation?> violations)
    {
        var found = new List<TraceViolation>();
        foreach (var violation in violations)
        {
            if (violation is not null)
                found.Add(violation);
        }

        return found.Count == 0 ? this : throw new TraceAssertionException(Trace, found);
    }

    private static string TextOf(string? expression) =>
        expression is null ? "that matches a condition" : $"with {Excerpt.Of(expression, MaxExpression)}";

    private static void ThrowIfEmpty(string[] names, string parameter)
    {
        ArgumentNullException.ThrowIfNull(names, parameter);
        if (names.Length == 0)
            throw new ArgumentException("At least one name is required.", parameter);
    }
}

/// <summary>Represents assertions on the tool calls that <see cref="TraceAssertions.CallTools"/> named.</summary>
[StackTraceHidden]
public sealed class ToolCallAssertions : TraceAssertions
{
    private readonly string[] _tools;

    internal ToolCallAssertions(TraceAssertions assertions, string[] tools) : base(assertions) => _tools = tools;

    /// <summary>Asserts that the tools are called in their order. Other calls may come between them.</summary>
    /// <remarks>Calls that start at one time have no order.</remarks>
    /// <returns>These assertions.</returns>
    /// <exception cref="TraceAssertionException">The tools are called in another order.</exception>
    public ToolCallAssertions InOrder()
    {
        Assert(TraceChecks.ToolOrder(Trace, _tools));
        return this;
    }

    /// <summary>Asserts that no other tools are called.</summary>
    /// <returns>These assertions.</returns>
    /// <exception cref="TraceAssertionException">Another tool is called.</exception>
    public ToolCallAssertions Only()
    {
        Assert(TraceChecks.OnlyTools(Trace, _tools));
        return this;
    }
}
