namespace TraceClient.Analysis;

/// <summary>Represents the messages of model calls and agents in the order in which they were said, each once.</summary>
/// <remarks>
/// Each model call carries the messages before it. Such repeats are left out: the inputs of a call are compared, in their order, with
/// what has been said so far. So are the messages with which an agent repeats the result of its last call.
/// </remarks>
public sealed class Conversation
{
    private readonly List<ConversationMessage> _messages = [];
    private readonly List<string> _keys = [];

    // Of each open span, the number of messages up to its last input: what it sends was not said before.
    private readonly Dictionary<int, int> _starts = [];
    private readonly Dictionary<string, (GenAIPart? Result, Span? Tool)> _results = new(StringComparer.Ordinal);

    private Conversation()
    {
    }

    /// <summary>Gets the messages.</summary>
    public IReadOnlyList<ConversationMessage> Messages => _messages;

    /// <summary>Reads the conversation of traces, such as those of a session, in the order of their start.</summary>
    /// <param name="traces">The traces.</param>
    public static Conversation Of(IEnumerable<Trace> traces)
    {
        ArgumentNullException.ThrowIfNull(traces);
        var conversation = new Conversation();
        foreach (var trace in traces.OrderBy(trace => trace.StartTime ?? new TraceTimestamp(long.MaxValue)))
            conversation.Add(trace);
        return conversation;
    }

    /// <summary>Finds the result of a tool call.</summary>
    /// <param name="call">A part of a message, of kind <see cref="GenAIPartKind.ToolCall"/>.</param>
    /// <returns>The result; JSON <c>null</c> where it is not known.</returns>
    public JsonPayload FindToolResult(GenAIPart call)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (call.ToolCallId is null || !_results.TryGetValue(call.ToolCallId, out var result))
            return JsonPayload.Null;
        return result.Tool?.GenAI?.ToolResult is { IsNull: false } known ? known
            : result.Result is not { } part ? JsonPayload.Null
            : part.Content.IsNull && part.Text is { } text ? JsonPayload.FromString(text) : part.Content;
    }

    /// <summary>Finds the span that executed a tool call.</summary>
    /// <param name="call">A part of a message, of kind <see cref="GenAIPartKind.ToolCall"/>.</param>
    /// <returns>The span; null where no span has the id of the call.</returns>
    public Span? FindToolSpan(GenAIPart call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return call.ToolCallId is { } id && _results.TryGetValue(id, out var result) ? result.Tool : null;
    }

    private void Add(Trace trace)
    {
        var timeline = SpanTimeline.Of(trace);
        // A span speaks twice: when it begins and when it ends. Of spans that begin at once the parent is first, which has the lower
        // index; of those that end at once it is last.
        var events = new List<(long Time, bool IsEnd, int Index)>();
        for (var i = 0; i < timeline.Count; i++)
        {
            if (timeline[i].GenAI is null)
                continue;
            var time = timeline.Times[i] ?? new Interval(long.MaxValue, long.MaxValue);
            events.Add((time.Start, false, i));
            events.Add((time.End, true, i));
        }

        events.Sort((left, right) => left.Time.CompareTo(right.Time) is not 0 and var byTime ? byTime
            : left.Index == right.Index ? left.IsEnd.CompareTo(right.IsEnd)
            : left.IsEnd && right.IsEnd ? right.Index.CompareTo(left.Index)
            : left.IsEnd != right.IsEnd ? ByNesting(timeline, left.Index, left.IsEnd, right.Index)
            : left.Index.CompareTo(right.Index));

        foreach (var (_, isEnd, index) in events)
        {
            var (span, call) = (timeline[index], timeline[index].GenAI!);
            if (!isEnd)
            {
                _starts[index] = Add(trace, span, call.InputMessages, isOutput: false, from: 0);
                if (call.ToolCallId is { } id && span.Type == SpanType.Tool)
                    _results[id] = (_results.GetValueOrDefault(id).Result, span);
            }
            else
            {
                Add(trace, span, call.OutputMessages, isOutput: true, from: _starts.GetValueOrDefault(index));
                _starts.Remove(index);
            }
        }
    }

    // Spans of no duration: the end of a span that is not within the other comes before the other's start.
    private static int ByNesting(SpanTimeline timeline, int left, bool leftIsEnd, int right)
    {
        var leftStart = timeline.Times[left]?.Start ?? long.MaxValue;
        var rightStart = timeline.Times[right]?.Start ?? long.MaxValue;
        if (leftStart != rightStart)
            return leftIsEnd ? -1 : 1;
        return left.CompareTo(right) is var order && leftIsEnd ? (left < right ? 1 : -1) : order;
    }

    /// <summary>Adds the messages that were not said yet, and returns the number of messages up to the last one.</summary>
    private int Add(Trace trace, Span span, IReadOnlyList<GenAIMessage> messages, bool isOutput, int from)
    {
        var isNew = new List<(string Key, GenAIMessage Message)>();
        var end = _keys.Count;
        foreach (var message in messages)
        {
            var key = KeyOf(message);
            var said = _keys.IndexOf(key, from, end - from);
            if (said < 0)
            {
                isNew.Add((key, message));
                continue;
            }

            // What is new stands before the message that follows it.
            Insert(said);
            (from, end) = (said + isNew.Count + 1, end + isNew.Count);
            isNew.Clear();
        }

        Insert(_keys.Count);
        return isNew.Count > 0 ? _keys.Count : from;

        void Insert(int index)
        {
            _keys.InsertRange(index, isNew.Select(one => one.Key));
            _messages.InsertRange(index, isNew.Select(one => new ConversationMessage(trace, span, one.Message, isOutput)));
            foreach (var open in _starts.Where(start => start.Value > index).ToList())
                _starts[open.Key] = open.Value + isNew.Count;
            foreach (var part in isNew.SelectMany(one => one.Message.Parts))
            {
                if (part is { Kind: GenAIPartKind.ToolResult, ToolCallId: { } id })
                    _results[id] = (part, _results.GetValueOrDefault(id).Tool);
            }
        }
    }

    // A message comes back in other forms: without its finish reason, a call's arguments as text. The id of a call stays.
    private static string KeyOf(GenAIMessage message)
    {
        var key = new StringBuilder(message.Role).Append('\u0001').Append(message.Name);
        foreach (var part in message.Parts)
        {
            key.Append('\u0002').Append((int)part.Kind).Append('\u0001');
            if (part is { Kind: GenAIPartKind.ToolCall or GenAIPartKind.ToolResult, ToolCallId: { } id })
                key.Append(id);
            else
                key.Append(part.ToolName).Append('\u0001').Append(part.Text?.Trim()).Append('\u0001').Append(part.Uri).Append(part.Content);
        }

        return key.ToString();
    }
}

/// <summary>Represents a message of a <see cref="Conversation"/>.</summary>
/// <param name="Trace">The trace in which it was said first.</param>
/// <param name="Span">The model call or the agent that received or sent it first.</param>
/// <param name="Message">The message.</param>
/// <param name="IsOutput">Whether the span sent it; it received it otherwise.</param>
public sealed record ConversationMessage(Trace Trace, Span Span, GenAIMessage Message, bool IsOutput)
{
    /// <summary>Gets when it was said: the end of the span that sent it, or
    /// the start of the one that received it; null where unknown.</summary>
    public TraceTimestamp? Time => IsOutput ? Span.EndTime ?? Span.StartTime + Span.Duration : Span.StartTime;

    /// <summary>Returns the role and the span; the content is not shown.</summary>
    public override string ToString() => $"{Message} of {Span}";
}
