namespace TraceClient.Testing;

/// <summary>The rows of one turn of an agent, with the conversation before it.</summary>
internal sealed class GalteaScenario
{
    private const int TokensOfToolSchemas = 310;

    public GalteaScenario(GalteaAgent agent, GalteaTurn turn, IEnumerable<GalteaTurn> earlier)
    {
        (Agent, Turn, Earlier) = (agent, turn, [.. earlier]);
        var root = new GalteaStep("AGENT", agent.Name, 140) { Depth = 0, Error = turn.Error };
        var steps = turn.Steps.Prepend(root).Select(WithRank).ToList();
        var last = steps.FindLastIndex(step => step.IsModelCall);
        steps[last] = steps[last] with { Name = "compose_reply", Rank = 2, IsReply = true };
        Rows = new Scenario<GalteaStep>(steps, agent.Repeated, turn.RepeatAt < 0 ? last : turn.RepeatAt + 1);
        // The token counts depend on the conversation, which depends on the positions of the steps.
        Rows = new Scenario<GalteaStep>(
            Rows.Steps.Select(WithTokenCounts), Rows.Repeated.Select(WithTokenCounts), turn.RepeatAt < 0 ? last : turn.RepeatAt + 1);
    }

    public GalteaAgent Agent { get; }

    public GalteaTurn Turn { get; }

    public IReadOnlyList<GalteaTurn> Earlier { get; }

    public Scenario<GalteaStep> Rows { get; }

    /// <summary>Creates the same turn with its essential tool failing twice, so that the turn fails.</summary>
    public GalteaScenario Failing()
    {
        var at = Array.FindIndex(Turn.Steps, step => step.IsTool && step.Rank < 0);
        at = at < 0 ? Array.FindIndex(Turn.Steps, step => step.IsTool) : at;
        var tool = Turn.Steps[at] with { Error = Agent.Failure, Milliseconds = 1900 };
        GalteaStep[] steps = [.. Turn.Steps.Take(at), tool, tool with { IsRetry = true }, new("GENERATION", "", 900)];
        var turn = new GalteaTurn(Turn.Question,
            "I am sorry, I cannot reach the system that I need for this. Nothing was changed. Please try again in a few minutes.", steps)
        {
            Error = $"{tool.Name} failed twice: {Agent.Failure}",
            RepeatAt = Array.FindLastIndex(Turn.Steps, at, step => step.IsModelCall),
        };
        return new GalteaScenario(Agent, turn, Earlier);
    }

    /// <summary>Gets the tools whose calls and results are in the messages of a model call.</summary>
    public IEnumerable<GalteaStep> ToolsBefore(GalteaStep call) =>
        Rows.Steps.Take(call.Position).Where(step => step.IsTool && !step.IsRetry);

    /// <summary>Gets the tool calls that a model requests.</summary>
    public IEnumerable<GalteaStep> ToolsAfter(GalteaStep call)
    {
        var after = call.IsRepeated ? Rows.Repeated.Skip(1) : Rows.Steps.Skip(call.Position + 1);
        return after.TakeWhile(step => !step.IsModelCall).Where(step => step.IsTool && !step.IsRetry);
    }

    /// <summary>Gets the retrieved documents, which are in the system prompt of a model call.</summary>
    public string ContextOf(GalteaStep call) =>
        string.Concat(Rows.Steps.Take(call.Position).Where(step => step.Type == "RETRIEVER").Select(step => "\n\nContext: " + step.Output));

    /// <summary>Gets the result of a tool as the model receives it.</summary>
    public string ResultOf(GalteaStep tool)
    {
        var last = tool.IsRepeated ? tool : Rows.Steps.Skip(tool.Position + 1).TakeWhile(step => step.IsRetry).LastOrDefault() ?? tool;
        return last.Error is { } error ? $$"""{"error":"{{JsonEncodedText.Encode(error)}}"}""" : last.Output;
    }

    /// <summary>Sets the token counts of a model call, with about four characters a token.</summary>
    private GalteaStep WithTokenCounts(GalteaStep step)
    {
        if (!step.IsModelCall)
            return step;
        var conversation = Turn.Question.Length + Earlier.Sum(turn => turn.Question.Length + turn.Reply.Length);
        var input = Agent.System.Length + ContextOf(step).Length + conversation + ToolsBefore(step)
            .Sum(tool => tool.Input.Length + ResultOf(tool).Length + 60);
        input += step.IsRepeated ? ToolsAfter(step).Sum(tool => tool.Input.Length + tool.Output.Length + 60) : 0;
        var output = step.IsReply
            ? Turn.Reply.Length
            : step.Output.Length + ToolsAfter(step).Sum(tool => tool.Name.Length + tool.Input.Length + 40);
        return step with { InputTokens = TokensOfToolSchemas + (input / 4), OutputTokens = 8 + (output / 4) };
    }

    private static GalteaStep WithRank(GalteaStep step) => step.Rank < 0 ? step with { Rank = 1 } : step with
    {
        Rank = step.Type switch
        {
            "AGENT" => 0,
            "TOOL" => 3,
            "RETRIEVER" => 4,
            "CHAIN" => 5,
            "GENERATION" => 6,
            "GUARDRAIL" => 7,
            "EMBEDDING" => 8,
            "EVALUATOR" => 9,
            _ => 10,
        },
    };
}

/// <summary>A model with its prices for 1,000,000 tokens, in hundredths of a dollar.</summary>
internal sealed record GalteaModel(string Name, string Provider, int InputPrice, int OutputPrice)
{
    public static readonly GalteaModel Gpt4o = new("gpt-4o", "openai", 250, 1000);
    public static readonly GalteaModel Gpt4oMini = new("gpt-4o-mini", "openai", 15, 60);
    public static readonly GalteaModel Sonnet = new("claude-sonnet-4-5", "anthropic", 300, 1500);

    /// <summary>Gets the cost of a call in units of 0.00000001 dollars.</summary>
    public long Cost(long input, long output) => (input * InputPrice) + (output * OutputPrice);
}

/// <summary>One row of an agent's turn. Texts are templates.</summary>
/// <param name="Type">The type of the row.</param>
/// <param name="Name">The name of the row.</param>
/// <param name="Milliseconds">The duration without the rows below it.</param>
/// <param name="Input">The JSON of <c>inputData</c>; a model call derives it from the steps before it.</param>
/// <param name="Output">The JSON of <c>outputData</c>, or the text of a model beside its tool calls.</param>
internal sealed record GalteaStep(string Type, string Name, int Milliseconds, string Input = "{}", string Output = "{}")
    : ScenarioStep(Name, Milliseconds)
{
    public string? Error { get; init; }

    /// <summary>Gets whether the agent repeats the tool call by itself: the model requested it once, and receives this result.</summary>
    public bool IsRetry { get; init; }

    /// <summary>Gets whether the model call writes the reply; the others request tools.</summary>
    public bool IsReply { get; init; }

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    public bool IsModelCall => Type == "GENERATION";

    public bool IsTool => Type == "TOOL";
}

/// <summary>A question to an agent, the steps of the agent, and its reply.</summary>
internal sealed record GalteaTurn(string Question, string Reply, params GalteaStep[] Steps)
{
    /// <summary>Gets the error of the turn; null if it succeeds.</summary>
    public string? Error { get; init; }

    /// <summary>Gets the step before which the repeated rows are inserted; -1 for the last model call.</summary>
    public int RepeatAt { get; init; } = -1;
}

/// <summary>An agent with its turns.</summary>
/// <param name="Name">The name of the root row.</param>
/// <param name="Model">The model that it calls.</param>
/// <param name="System">The system prompt.</param>
/// <param name="Failure">The error of a failing tool.</param>
/// <param name="Repeated">A model call and its tool call, which are repeated in turns with many rows.</param>
/// <param name="Turns">The turns of a session.</param>
internal sealed record GalteaAgent(
    string Name, GalteaModel Model, string System, string Failure, GalteaStep[] Repeated, params GalteaTurn[] Turns);
