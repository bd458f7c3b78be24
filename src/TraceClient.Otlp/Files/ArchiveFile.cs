using TraceClient.Calyptia;

namespace TraceClient.Otlp;

/// <summary>One file: what it is, and which traces stand where in it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle is not used holds nothing to release.")]
internal sealed class ArchiveFile(FileInfo info, OtlpReaderOptions options)
{
    private readonly long _length = LengthOf(info);
    private readonly DateTime _time = info.LastWriteTimeUtc;
    private readonly SemaphoreSlim _unpacking = new(1);
    private ArchiveForm _form;
    private OtlpFormat? _format;
    private bool _isCompressed;
    private UnpackedFile? _unpacked;
    private Trace? _lastTrace;
    private ArchiveHeader? _lastHeader;

    public string Path { get; } = info.FullName;

    /// <summary>The traces of its spans.</summary>
    public Dictionary<TraceReference, ArchiveEntry> Entries { get; } = [];

    /// <summary>The headers of its records of Calyptia, which say only together what a trace is; null for another file.</summary>
    public CalyptiaTraceIndex? Records { get; private set; }

    /// <summary>What of its records of Calyptia could not be read.</summary>
    public CalyptiaFileReport Report { get; } = new();

    /// <summary>Why it could not be read to its end; null when it could.</summary>
    public TraceClientException? Failure { get; private set; }

    /// <summary>The names of the sources whose traces it holds.</summary>
    public IReadOnlyCollection<string> Sources { get; private set; } = [];

    /// <summary>True when the file has not been changed since.</summary>
    public bool IsAsItWas(FileInfo file) => file.FullName == Path && LengthOf(file) == _length && file.LastWriteTimeUtc == _time;

    /// <summary>Reads through the file. What is wrong with it is its <see cref="Failure"/>; all before it counts.</summary>
    public async Task IndexAsync(CancellationToken cancellationToken)
    {
        try
        {
            var file = Open();
            await using (file.ConfigureAwait(false))
                _form = await ArchiveForms.FindAsync(file, cancellationToken).ConfigureAwait(false);
            await (_form switch
            {
                ArchiveForm.Otlp => IndexSpansAsync(cancellationToken),
                ArchiveForm.Calyptia => IndexRecordsAsync(cancellationToken),
                ArchiveForm.Empty => Task.CompletedTask,
                _ => throw new TraceFormatException("This is no trace data: neither OTLP nor records of Calyptia.") { ByteOffset = 0 },
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

    /// <summary>The spans of one trace. Where the file is known to break off, they end there.</summary>
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
    /// <returns>How many bytes their log records have.</returns>
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
            // Known: the list says it.
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
                EndPiece(inPiece, new ArchivePlace(reading.PieceStart, end - reading.PieceStart));
            }
        }
        finally
        {
            // Whatever broke it off: what came before can be read again.
            EndPiece(inPiece, new ArchivePlace(reading.PieceStart, long.MaxValue));
            (_format, _isCompressed) = (reading.Format, reading.IsCompressed);
        }
    }

    private static void EndPiece(List<ArchiveEntry> inPiece, ArchivePlace place)
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

    // What a file is large enough for without compression is no surprise.
    private OtlpReaderOptions OptionsOf(OtlpFormat? format) => new()
    {
        Source = options.Source,
        Format = format ?? options.Format,
        MaxBytes = _length > options.MaxBytes ? long.MaxValue : options.MaxBytes,
        MaxElementBytes = options.MaxElementBytes,
    };

    // A link that leads nowhere has none.
    private static long LengthOf(FileInfo file) => file.Exists ? file.Length : 0;

    private async Task<Stream> OpenAsync(ArchivePlace place, CancellationToken cancellationToken)
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

    // Once, when the first trace is read: from then on each is read from its own place.
    private async Task<UnpackedFile> UnpackAsync(CancellationToken cancellationToken)
    {
        await _unpacking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_unpacked is not null)
                return _unpacked;
            var file = Open();
            await using var _ = file.ConfigureAwait(false);
            return _unpacked = await UnpackedFile.OfAsync(
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
