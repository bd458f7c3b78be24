namespace TraceClient.Calyptia;

/// <summary>Reads Calyptia's trace records from saved data, and makes traces of them.</summary>
/// <remarks>
/// <para>Taken are an array as the API returns it, the <c>{"items":[…]}</c> of the vendor's CLI,
/// and the output of Fluent Bit's Tap: an object or an array a line, or objects run together;
/// each with gzip or without. Bodies stay as they are to the byte, valid UTF-8 or not.</para>
/// <para>Tap gives no ids. Its records get a session named by a hash of the first one, <c>tap-5f0c…</c>,
/// and are numbered within it, so that the same data has the same references each time, also after it has
/// grown. Tap's <c>date</c> stands for <c>createdAt</c>, its <c>return</c> for <c>return_code</c>.</para>
/// <para>What cannot be read is skipped, as are the malformed events that Fluent Bit writes from 2.2 on; an event that stands as a whole
/// inside such a one is read. A <see cref="CalyptiaFileReport"/> counts both.</para>
/// <para>Instances are safe for concurrent use.</para>
/// </remarks>
public sealed class CalyptiaFileReader
{
    private readonly TimeSpan _gap;
    private readonly long _maxBytes;
    private readonly int _maxElementBytes;

    /// <summary>Initializes a new reader.</summary>
    /// <param name="options">What is accepted, copied; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit or the gap is not positive.</exception>
    public CalyptiaFileReader(CalyptiaFileReaderOptions? options = null)
    {
        options ??= new CalyptiaFileReaderOptions();
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.ChunkGap, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxBytes, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxElementBytes, nameof(options));
        (_gap, _maxBytes, _maxElementBytes) = (options.ChunkGap, options.MaxBytes, options.MaxElementBytes);
    }

    /// <summary>Reads records one by one in the order of the data: memory does not grow with their number.</summary>
    /// <param name="input">The data; it stays open.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="TraceFormatException">Nothing in the data is a trace
    /// record though it is not empty, or a limit was reached.</exception>
    public IAsyncEnumerable<CalyptiaTraceRecord> ReadRecordsAsync(Stream input, CancellationToken cancellationToken = default) =>
        ReadRecordsAsync(input, new CalyptiaFileReport(), cancellationToken);

    /// <summary>Reads records one by one in the order of the data, and counts what could not be read.</summary>
    /// <param name="input">The data; it stays open.</param>
    /// <param name="report">Says at any time what could not be read up to there.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="TraceFormatException">Nothing in the data is a trace
    /// record though it is not empty, or a limit was reached.</exception>
    public async IAsyncEnumerable<CalyptiaTraceRecord> ReadRecordsAsync(
        Stream input, CalyptiaFileReport report, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(report);
        using var objects = new CalyptiaSavedObjects(input, _maxBytes, _maxElementBytes);
        var records = new CalyptiaSavedRecords();
        while (await NextAsync(objects, records, cancellationToken).ConfigureAwait(false) is { } record)
        {
            report.Set(objects);
            yield return record;
        }

        report.Set(objects);
    }

    /// <summary>Reads whole traces, newest first.</summary>
    /// <remarks>The records of a trace can stand anywhere, so all of the data
    /// is read before the first trace is yielded, and held in memory.</remarks>
    /// <param name="input">The data; it stays open.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="TraceFormatException">Nothing in the data is a trace
    /// record though it is not empty, or a limit was reached.</exception>
    public async IAsyncEnumerable<Trace> ReadTracesAsync(
        Stream input, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var builder = new CalyptiaTraceBuilder(_gap);
        await foreach (var record in ReadRecordsAsync(input, cancellationToken).ConfigureAwait(false))
            builder.Add(record);
        foreach (var trace in builder.ToTraces())
            yield return trace;
    }

    private static async ValueTask<CalyptiaTraceRecord?> NextAsync(
        CalyptiaSavedObjects objects, CalyptiaSavedRecords records, CancellationToken cancellationToken)
    {
        try
        {
            while (await objects.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                try
                {
                    return records.Read(objects.Current.Span);
                }
                catch (Exception exception) when (exception is FormatException or JsonException)
                {
                    // What the JSON reader says can show a piece of the data.
                    objects.Refuse(exception is FormatException ? exception.Message : "A trace record is malformed.");
                }
            }

            return null;
        }
        catch (FormatException exception)
        {
            throw new TraceFormatException($"{exception.Message} See byte {objects.Offset} of the data.")
            { SourceName = SourceNames.Calyptia, Operation = "ReadFile", ByteOffset = objects.Offset };
        }
    }
}

/// <summary>Represents the data that a <see cref="CalyptiaFileReader"/> could not read.</summary>
public sealed class CalyptiaFileReport
{
    /// <summary>Gets how many events were read, the recovered ones included.</summary>
    public long Read { get; private set; }

    /// <summary>Gets how many events were skipped since they are malformed, cut off or no trace records.</summary>
    public long Unreadable { get; private set; }

    /// <summary>Gets how many events stood as a whole inside one that was skipped, and were read.</summary>
    public long Recovered { get; private set; }

    /// <summary>Returns a text such as <c>14 of 139 events could not be read; 8 were recovered</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Unreadable} of {Read + Unreadable} events could not be read; {Recovered} were recovered");

    internal void Set(CalyptiaSavedObjects objects) =>
        (Read, Unreadable, Recovered) = (objects.Read, objects.Unreadable, objects.Recovered);
}

/// <summary>Options for a <see cref="CalyptiaFileReader"/>.</summary>
public sealed class CalyptiaFileReaderOptions
{
    /// <summary>Gets or sets the time without an event after which a further
    /// event under the same trace id is taken for another chunk.</summary>
    /// <value>The default is 1 minute.</value>
    public TimeSpan ChunkGap { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets how many bytes are read at most, after decompression.</summary>
    /// <value>The default is 1,073,741,824 (1 GiB).</value>
    public long MaxBytes { get; set; } = 1L << 30;

    /// <summary>Gets or sets how many bytes a single record may have.</summary>
    /// <value>The default is 67,108,864 (64 MiB).</value>
    public int MaxElementBytes { get; set; } = 64 << 20;
}
