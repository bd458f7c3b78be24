namespace TraceClient.Testing;

/// <summary>What one trace record is: its place among the passes of its chunk.</summary>
/// <param name="Type">1 input, 2 filter, 3 pre_output, 4 output.</param>
/// <param name="Chunk">The chunk, counted over the session.</param>
/// <param name="Name">The <c>trace_id</c>.</param>
/// <param name="Plugin">The plugin's instance name.</param>
/// <param name="Filter">How many filters have been passed, this one included.</param>
/// <param name="Pass">The append to the chunk, from 0.</param>
/// <param name="ReturnCode">0 but for an output.</param>
/// <param name="IsDropped">The filters of this chunk dropped every record.</param>
/// <param name="Input">Which of the pipeline's inputs the chunk is of.</param>
/// <param name="FirstFilters">How many filters had something to do with the first append to the chunk.</param>
internal sealed record CalyptiaRecordShape(
    int Type, long Chunk, string Name, string Plugin, int Filter, int Pass, int ReturnCode, bool IsDropped, int Input, int FirstFilters)
{
    public static CalyptiaRecordShape Of(
        CalyptiaPipeline pipeline, int session, long chunk, int records, int at, int input, long number, bool isDropped)
    {
        var name = $"{(session % 2 == 0 ? "trace" : "tap")}.{number}";
        var source = pipeline.Inputs[input];
        return isDropped
            ? Dropped(pipeline, chunk, name, source, records, at, input)
            : Whole(pipeline, chunk, name, source, records, at, input);
    }

    /// <summary>The record of a chunk that stands at a place among those of two chunks whose inputs
    /// write at the same time: each pass is written whole, then that of the other.</summary>
    public static (int At, int Input) InPair(CalyptiaPipeline pipeline, int records, bool isDropped, long within)
    {
        var (first, pass, events) = Passes(pipeline, records, isDropped);
        if (within >= 2 * events)
            return (events + (int)((within - (2 * events)) / 2), (int)(within % 2));
        if (within < 2 * first)
            return ((int)(within % first), (int)(within / first));

        var (block, place) = Math.DivRem(within - (2 * first), 2 * pass);
        return (first + (int)((block * pass) + (place % pass)), (int)(place / pass));
    }

    /// <summary>How many records a pass has, outputs not counted: input,
    /// filters and pre_output, or input and the filter that drops.</summary>
    public static int EventsOfPass(CalyptiaPipeline pipeline, bool isDropped) => isDropped ? 2 : pipeline.Filters.Length + 2;

    /// <summary>The length of the first pass, that of the further ones, and how many records are no outputs.</summary>
    private static (int First, int Pass, int Events) Passes(CalyptiaPipeline pipeline, int records, bool isDropped)
    {
        var outputs = isDropped || records < 4 ? 0 : records == 4 ? 1 : 2;
        var pass = EventsOfPass(pipeline, isDropped);
        var events = records - outputs;
        return (events % pass == 0 ? Math.Min(pass, events) : events % pass, pass, events);
    }

    /// <summary>Input and the filter that drops, again and again; no pre_output, no output.</summary>
    private static CalyptiaRecordShape Dropped(
        CalyptiaPipeline pipeline, long chunk, string name, string source, int records, int at, int input)
    {
        // An odd number: the first pass lacks its input event, as it often does since Fluent Bit 2.2.0.
        var place = at + (records % 2);
        return place % 2 == 0
            ? new(1, chunk, name, source, 0, place / 2, 0, true, input, 1)
            : new(2, chunk, name, pipeline.Filters[0], 1, place / 2, 0, true, input, 1);
    }

    private static CalyptiaRecordShape Whole(
        CalyptiaPipeline pipeline, long chunk, string name, string source, int records, int at, int input)
    {
        var (first, pass, events) = Passes(pipeline, records, isDropped: false);
        var firstFilters = Math.Clamp(first - 2, 0, pipeline.Filters.Length);
        if (at >= events)
        {
            // The first output asks for a retry; the last is ok.
            var isLast = at == records - 1;
            return new(4, chunk, name, pipeline.Outputs[0], pipeline.Filters.Length, 0, isLast ? 1 : 2, false, input, firstFilters);
        }

        var number = at < first ? 0 : 1 + ((at - first) / pass);
        var (place, length) = at < first ? (at, first) : ((at - first) % pass, pass);
        if (place == length - 1)
            return new(3, chunk, name, source, pipeline.Filters.Length, number, 0, false, input, firstFilters);
        // A short first pass is one in which the last filters had nothing to do.
        return place == 0
            ? new(1, chunk, name, source, 0, number, 0, false, input, firstFilters)
            : new(2, chunk, name, pipeline.Filters[place - 1], place, number, 0, false, input, firstFilters);
    }
}
