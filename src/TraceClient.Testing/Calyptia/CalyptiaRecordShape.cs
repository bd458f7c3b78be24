namespace TraceClient.Testing;

/// <summary>The properties of a generated trace record, which follow from its place in its chunk.</summary>
/// <param name="Type">1 input, 2 filter, 3 pre_output, 4 output.</param>
/// <param name="Chunk">The number of the chunk in the session.</param>
/// <param name="Name">The <c>trace_id</c>.</param>
/// <param name="Plugin">The plugin's instance name.</param>
/// <param name="Filter">The number of filters that have run, this one included.</param>
/// <param name="Pass">The number of the append to the chunk, from 0.</param>
/// <param name="ReturnCode">The return code of an output; 0 for other types.</param>
/// <param name="IsDropped">Whether the filters dropped every record of the chunk.</param>
/// <param name="Input">The index of the input that wrote the chunk.</param>
/// <param name="FirstFilters">The number of filters that processed the first append to the chunk.</param>
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

    /// <summary>Finds the record at a place among the records of two chunks whose inputs write at the same time.</summary>
    /// <remarks>The passes of the two chunks alternate.</remarks>
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

    /// <summary>Gets the number of records of a pass, without outputs.</summary>
    /// <remarks>They are input, filters and pre_output, or input and the dropping filter.</remarks>
    public static int EventsOfPass(CalyptiaPipeline pipeline, bool isDropped) => isDropped ? 2 : pipeline.Filters.Length + 2;

    /// <summary>Gets the length of the first pass, that of later passes, and the number of records that are not outputs.</summary>
    private static (int First, int Pass, int Events) Passes(CalyptiaPipeline pipeline, int records, bool isDropped)
    {
        var outputs = isDropped || records < 4 ? 0 : records == 4 ? 1 : 2;
        var pass = EventsOfPass(pipeline, isDropped);
        var events = records - outputs;
        return (events % pass == 0 ? Math.Min(pass, events) : events % pass, pass, events);
    }

    /// <summary>Creates a record of a dropped chunk: input and the dropping filter alternate, without pre_output and output.</summary>
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
            // The first output requests a retry; the last succeeds.
            var isLast = at == records - 1;
            return new(4, chunk, name, pipeline.Outputs[0], pipeline.Filters.Length, 0, isLast ? 1 : 2, false, input, firstFilters);
        }

        var number = at < first ? 0 : 1 + ((at - first) / pass);
        var (place, length) = at < first ? (at, first) : ((at - first) % pass, pass);
        if (place == length - 1)
            return new(3, chunk, name, source, pipeline.Filters.Length, number, 0, false, input, firstFilters);
        // In a short first pass the last filters had no records.
        return place == 0
            ? new(1, chunk, name, source, 0, number, 0, false, input, firstFilters)
            : new(2, chunk, name, pipeline.Filters[place - 1], place, number, 0, false, input, firstFilters);
    }
}
