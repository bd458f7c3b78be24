using TraceClient.Calyptia;

namespace TraceClient.Otlp;

/// <summary>A file with the locations of its traces.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle is not used holds nothing to release.")]
internal sealed class ArchiveFile(FileInfo info, OtlpReaderOptions options)
{
    private readonly long _length = LengthOf(info);
    private readonly DateTime _time = info.LastWriteTimeUtc;
    private readonly SemaphoreSlim _unpacking = new(1);
    private ArchiveFormat _form;
    private OtlpFormat? _format;
    private bool _isCompressed;
    private DecompressedFile? _unpacked;
    private Trace? _lastTrace;
    private ArchiveHeader? _lastHeader;

    public string Path { get; } = info.FullName;

    /// <summary>Gets the traces of the OTLP spans.</summary>
    public Dictionary<TraceReference, ArchiveEntry> Entries { get; } = [];

    /// <summary>Gets the headers of the records of Calyptia, which form traces only together; null for other files.</summary>
    public CalyptiaTraceIndex? Records { get; private set; }

    /// <summary>Gets the counts of valid and invalid records of Calyptia.</summary>
    public CalyptiaFileReport Report { get; } = new();

    /// <summary>Gets the error that ended the read; null if the file is valid.</summary>
    public TraceClientException? Failure { get; private set; }

    /// <summary>Gets the names of the sources of the traces.</summary>
    public IReadOnlyCollection<string> Sources { get; private set; } = [];

    /// <summary>Gets whether the file has not changed since it was read.</summary>
    public bool IsAsItWas(FileInfo file) => file.FullName == Path && LengthOf(file) == _length && file.LastWriteTimeUtc == _time;

    /// <summary>Reads the file up to the first error, which becomes <see cref="Failure"/>.</summary>
    public async Task IndexAsync(CancellationToken cancellationToken)
    {
        try
        {
            var file = Open();
            await using (file.ConfigureAwait(false))
                _form = await ArchiveFormatDetector.FindAsync(file, cancellationToken).ConfigureAwait(false);
            await (_form switch
            {
                ArchiveFormat.Otlp => IndexSpansAsync(cancellationToken),
                ArchiveFormat.Calyptia => IndexRecordsAsync(cancellationToken),
                ArchiveFormat.Empty => Task.CompletedTask,
                _ => throw new TraceFormatException("This is neither OTLP trace data nor records of Calyptia.") { ByteOffset = 0 },
            }).ConfigureAwait(false);
        }
        catch (Exception exception) when (ArchiveErrors.Of(Path, exception) is { } failure)
        {
            Failure = failure;
        }

        (_lastTrace, _lastHeader) = (null, null);
        Sources = [.. Entries.Keys.Select(reference => reference.Source).Concat(Records?.SessionIds.Count > 0 ? [SourceNames.Calyptia] : [])
            .Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Reads the spans of a trace, up to a known error of the file.</summary>
    public async IAsyncEnumerable<ReadSpan> ReadAsync(
        TraceReference reference, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var place in Entries[reference].Places)
        {
            var piece = await OpenAsync(place, cancellationToken).ConfigureAwait(false);
            await using var _ = piece.ConfigureAwait(false);
            using var reading = new OtlpReading(piece, OptionsOf(_format));
            while (await NextAsync(reading, cancellationToken).ConfigureAwait(false) is { } spans)
            {
                foreach (var span in spans)
                {
                    if (span.Trace.Reference == reference)
                        yield return span;
                }
            }
        }
    }

    /// <summary>Adds the records of one session.</summary>
    /// <returns>The size of their log records in bytes.</returns>
    public async Task<long> ReadAsync(string sessionId, CalyptiaTraceBuilder traces, CancellationToken cancellationToken)
    {
        var bytes = 0L;
        try
        {
            await foreach (var record in RecordsAsync(new CalyptiaFileReport(), cancellationToken).ConfigureAwait(false))
            {
                if (record.SessionId != sessionId)
                    continue;
                traces.Add(record);
                bytes += record.Records.Sum(log => (long)log.Record.Utf8.Length + log.Extensions.Utf8.Length);
            }
        }
        catch (TraceFormatException) when (Failure is not null)
        {
            // The list reports this error.
        }
        catch (Exception exception) when (ArchiveErrors.IsKnown(exception))
        {
            throw ArchiveErrors.Of(Path, exception)!;
        }

        return bytes;
    }

    private async Task IndexSpansAsync(CancellationToken cancellationToken)
    {
        var file = Open();
        await using var _ = file.ConfigureAwait(false);
        using var reading = new OtlpReading(file, OptionsOf(format: null));
        var inPiece = new List<ArchiveEntry>();
        try
        {
            while (await reading.ReadAsync(cancellationToken).ConfigureAwait(false) is { } spans)
            {
                foreach (var span in spans)
                    Add(span, inPiece);
                if (reading.PieceEnd is not { } end)
                    continue;
                EndPiece(inPiece, new ArchiveLocation(reading.PieceStart, end - reading.PieceStart));
            }
        }
        finally
        {
            // After any error the spans before it can be read again.
            EndPiece(inPiece, new ArchiveLocation(reading.PieceStart, long.MaxValue));
            (_format, _isCompressed) = (reading.Format, reading.IsCompressed);
        }
    }

    private static void EndPiece(List<ArchiveEntry> inPiece, ArchiveLocation place)
    {
        foreach (var entry in inPiece)
            entry.AddPlace(place);
        inPiece.Clear();
    }

    private void Add(ReadSpan span, List<ArchiveEntry> inPiece)
    {
        if (!Entries.TryGetValue(span.Trace.Reference, out var entry))
            Entries.Add(span.Trace.Reference, entry = new ArchiveEntry());
        if (!ReferenceEquals(_lastTrace, span.Trace))
            (_lastTrace, _lastHeader) = (span.Trace, ArchiveHeader.Of(span.Trace, span.IsHeader));
        entry.Summary.Add(_lastHeader!, span);
        if (entry.IsInPiece)
            return;
        entry.IsInPiece = true;
        inPiece.Add(entry);
    }

    private async Task IndexRecordsAsync(CancellationToken cancellationToken)
    {
        Records = new CalyptiaTraceIndex();
        await foreach (var record in RecordsAsync(Report, cancellationToken).ConfigureAwait(false))
            Records.Add(record);
    }

    private async IAsyncEnumerable<CalyptiaTraceRecord> RecordsAsync(
        CalyptiaFileReport report, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var file = Open();
        await using var _ = file.ConfigureAwait(false);
        var reader = new CalyptiaFileReader(
            new CalyptiaFileReaderOptions { MaxBytes = OptionsOf(format: null).MaxBytes, MaxElementBytes = options.MaxElementBytes });
        await foreach (var record in reader.ReadRecordsAsync(file, report, cancellationToken).ConfigureAwait(false))
            yield return record;
    }

    private async ValueTask<List<ReadSpan>?> NextAsync(OtlpReading reading, CancellationToken cancellationToken)
    {
        try
        {
            return await reading.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (TraceFormatException) when (Failure is not null)
        {
            return null;
        }
        catch (Exception exception) when (ArchiveErrors.IsKnown(exception))
        {
            throw ArchiveErrors.Of(Path, exception)!;
        }
    }

    // The limit is for compressed files: the size of other files is known.
    private OtlpReaderOptions OptionsOf(OtlpFormat? format) => new()
    {
        Source = options.Source,
        Format = format ?? options.Format,
        MaxBytes = _length > options.MaxBytes ? long.MaxValue : options.MaxBytes,
        MaxElementBytes = options.MaxElementBytes,
    };

    // A link without a target has no length.
    private static long LengthOf(FileInfo file) => file.Exists ? file.Length : 0;

    private async Task<Stream> OpenAsync(ArchiveLocation place, CancellationToken cancellationToken)
    {
        try
        {
            if (_isCompressed)
                return (await UnpackAsync(cancellationToken).ConfigureAwait(false)).Open(place);
            var file = File.OpenHandle(Path, share: FileShare.ReadWrite | FileShare.Delete, options: FileOptions.Asynchronous);
            return new ByteRangeStream(file, place.Start, place.Length, ownsFile: true);
        }
        catch (Exception exception) when (ArchiveErrors.IsKnown(exception))
        {
            throw ArchiveErrors.Of(Path, exception)!;
        }
    }

    // Decompressed once, when the first trace is read; later ones are read from their locations.
    private async Task<DecompressedFile> UnpackAsync(CancellationToken cancellationToken)
    {
        await _unpacking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_unpacked is not null)
                return _unpacked;
            var file = Open();
            await using var _ = file.ConfigureAwait(false);
            return _unpacked = await DecompressedFile.OfAsync(
                file, OptionsOf(_format).MaxBytes, mayBreakOff: Failure is not null, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _unpacking.Release();
        }
    }

    private FileStream Open() => new(
        Path, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.Asynchronous, BufferSize = 1 });
}
