namespace TraceClient.Testing;

/// <summary>One turn of an agent as rows, with the conversation before it.</summary>
internal sealed class GalteaScript
{
    private const int TokensOfToolSchemas = 310;

    public GalteaScript(GalteaAgent agent, GalteaTurn turn, IEnumerable<GalteaTurn> earlier)
    {
        (Agent, Turn, Earlier) = (agent, turn, [.. earlier]);
        var steps = turn.Steps.Prepend(new GalteaStep("AGENT", agent.Name, 140) { Depth = 0, Error = turn.Error }).Select(Ranked).ToList();
        var last = steps.FindLastIndex(step => step.IsModelCall);
        steps[last] = steps[last] with { Name = "compose_reply", Rank = 2, IsReply = true };
        Rows = new Script<GalteaStep>(steps, agent.Repeated, turn.RepeatAt < 0 ? last : turn.RepeatAt + 1);
        // The numbers of tokens need the conversation, which needs the places of the steps.
        Rows = new Script<GalteaStep>(
            Rows.Steps.Select(Counted), Rows.Repeated.Select(Counted), turn.RepeatAt < 0 ? last : turn.RepeatAt + 1);
    }

    public GalteaAgent Agent { get; }

    public GalteaTurn Turn { get; }

    public IReadOnlyList<GalteaTurn> Earlier { get; }

    public Script<GalteaStep> Rows { get; }

    /// <summary>The same turn with the tool that matters failing twice, so that the turn fails.</summary>
    public GalteaScript Failing()
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
        return new GalteaScript(Agent, turn, Earlier);
    }

    /// <summary>The tools whose calls and results a model call has before it.</summary>
    public IEnumerable<GalteaStep> ToolsBefore(GalteaStep call) =>
        Rows.Steps.Take(call.Position).Where(step => step.IsTool && !step.IsRetry);

    /// <summary>The tool calls that a model requests.</summary>
    public IEnumerable<GalteaStep> ToolsAfter(GalteaStep call)
    {
        var after = call.IsRepeated ? Rows.Repeated.Skip(1) : Rows.Steps.Skip(call.Position + 1);
        return after.TakeWhile(step => !step.IsModelCall).Where(step => step.IsTool && !step.IsRetry);
    }

    /// <summary>What was retrieved before a model call and stands in its system prompt.</summary>
    public string ContextOf(GalteaStep call) =>
        string.Concat(Rows.Steps.Take(call.Position).Where(step => step.Type == "RETRIEVER").Select(step => "\n\nContext: " + step.Output));

    /// <summary>What the model gets to see of a tool's result.</summary>
    public string ResultOf(GalteaStep tool)
    {
        var last = tool.IsRepeated ? tool : Rows.Steps.Skip(tool.Position + 1).TakeWhile(step => step.IsRetry).LastOrDefault() ?? tool;
        return last.Error is { } error ? $$"""{"error":"{{JsonEncodedText.Encode(error)}}"}""" : last.Output;
    }

    /// <summary>Four characters are about one token.</summary>
    private GalteaStep Counted(GalteaStep step)
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

    private static GalteaStep Ranked(GalteaStep step) => step.Rank < 0 ? step with { Rank = 1 } : step with
    {
        Rank = step.Type switch
        {
            "AGENT" => 0,
            "TOOL" => 3,
            "RETRIEVER" => 4,
            "CHAIN" => 5,
            "GENERATION" => 6,
            "GUARDRAIL" =>
            7,
            "EMBEDDING" => 8,
            "EVALUATOR" => 9,
            _ => 10
        },
    };
}

/// <summary>A model and its prices for 1,000,000 tokens, in hundredths of a dollar.</summary>
internal sealed record GalteaModel(string Name, string Provider, int InputPrice, int OutputPrice)
{
    public static readonly GalteaModel Gpt4o = new("gpt-4o", "openai", 250, 1000);
    public static readonly GalteaModel Gpt4oMini = new("gpt-4o-mini", "openai", 15, 60);
    public static readonly GalteaModel Sonnet = new("claude-sonnet-4-5", "anthropic", 300, 1500);

    /// <summary>The cost of a call in 0.00000001 dollars.</summary>
    public long Cost(long input, long output) => (input * InputPrice) + (output * OutputPrice);
}

/// <summary>One row of an agent's turn. Texts are templates.</summary>
/// <param name="Type">The type of the row.</param>
/// <param name="Name">The name of the row.</param>
/// <param name="Milliseconds">How long it takes, the rows below it not counted.</param>
/// <param name="Input">The JSON of <c>inputData</c>; that of a model call is made of the steps before it.</param>
/// <param name="Output">The JSON of <c>outputData</c>, or what a model says beside its calls of tools.</param>
internal sealed record GalteaStep(string Type, string Name, int Milliseconds, string Input = "{}", string Output = "{}")
    : ScriptStep(Name, Milliseconds)
{
    public string? Error { get; init; }

    /// <summary>The agent calls the tool again by itself: the model requested it once, and gets this result.</summary>
    public bool IsRetry { get; init; }

    /// <summary>The model call that writes the reply; the others request tools.</summary>
    public bool IsReply { get; init; }

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    public bool IsModelCall => Type == "GENERATION";

    public bool IsTool => Type == "TOOL";
}

/// <summary>One question to an agent, what the agent does, and its reply.</summary>
internal sealed record GalteaTurn(string Question, string Reply, params GalteaStep[] Steps)
{
    /// <summary>Why the turn failed.</summary>
    public string? Error { get; init; }

    /// <summary>The step before which rows are repeated; -1 for the last model call.</summary>
    public int RepeatAt { get; init; } = -1;
}

/// <summary>An agent: what its turns have in common.</summary>
/// <param name="Name">The name of the root row.</param>
/// <param name="Model">The model that it calls.</param>
/// <param name="System">The system prompt.</param>
/// <param name="Failure">The error of a tool that does not work.</param>
/// <param name="Repeated">A model call and the tool that it calls, for turns of many rows.</param>
/// <param name="Turns">The turns of a session.</param>
internal sealed record GalteaAgent(
    string Name, GalteaModel Model, string System, string Failure, GalteaStep[] Repeated, params GalteaTurn[] Turns);
