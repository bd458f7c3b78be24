using System.Buffers;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using TraceClient.Calyptia;

namespace TraceClient.Otlp;

/// <summary>One file: what it is, and which traces stand where in it.</summary>
internal sealed class ArchiveFile(FileInfo info, OtlpReader reader, OtlpReaderOptions options)
{
    private const int BufferBytes = 64 * 1024;

    private readonly long _length = info.Length;
    private readonly DateTime _time = info.LastWriteTimeUtc;
    private bool _isGzip;

    public string Path { get; } = info.FullName;

    public ArchiveForm Form { get; private set; }

    /// <summary>Why it could not be read to its end; null when it could.</summary>
    public ArchiveFailure? Failure { get; private set; }

    /// <summary>Whether a file has not been changed since.</summary>
    public bool IsAsItWas(FileInfo file) => file.FullName == Path && file.Length == _length && file.LastWriteTimeUtc == _time;

    /// <summary>Adds the traces of its spans and where they stand; none of a file of Calyptia's, whose records tell only together what a trace is.</summary>
    public async Task IndexAsync(Dictionary<TraceReference, ArchiveEntry> entries, CancellationToken cancellationToken)
    {
        try
        {
            await RecogniseAsync(cancellationToken).ConfigureAwait(false);
            if (Form == ArchiveForm.Calyptia)
                return;
            await foreach (var (start, length) in PartsAsync(cancellationToken).ConfigureAwait(false))
            {
                var place = new ArchivePlace(this, start, length);
                await foreach (var span in ReadAsync(place, cancellationToken).ConfigureAwait(false))
                    EntryOf(span, entries, place).Summary.Add(span.Span);
            }
        }
        catch (Exception fault) when (ToFailure(fault) is { } failure)
        {
            Failure = failure;
        }
    }

    /// <summary>The spans at a place. Where the file is known to break off, they end there.</summary>
    public async IAsyncEnumerable<ReadSpan> ReadAsync(ArchivePlace place, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var file = Open();
        await using var _ = file.ConfigureAwait(false);
        var content = Form == ArchiveForm.OtlpLines ? new ByteRangeStream(file, place.Start, place.Length) : Decompressed(file);
        await using var __ = content.ConfigureAwait(false);
        var spans = reader.ReadAsync(content, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var ___ = spans.ConfigureAwait(false);
        while (await NextAsync(spans).ConfigureAwait(false))
            yield return spans.Current;
    }

    /// <summary>Calyptia's records. Where the file breaks off, they end there, and <see cref="Failure"/> says so.</summary>
    public async Task<List<CalyptiaTraceRecord>> ReadRecordsAsync(CancellationToken cancellationToken)
    {
        var records = new List<CalyptiaTraceRecord>();
        try
        {
            var file = Open();
            await using var _ = file.ConfigureAwait(false);
            var content = new LimitedStream(Decompressed(file), options.MaxBytes);
            await using var __ = content.ConfigureAwait(false);
            await foreach (var record in CalyptiaFileReader.ReadRecordsAsync(content, options.MaxElementBytes, cancellationToken).ConfigureAwait(false))
                records.Add(record);
        }
        catch (Exception fault) when (ToFailure(fault) is { } failure)
        {
            Failure = failure;
        }

        return records;
    }

    private static ArchiveEntry EntryOf(ReadSpan span, Dictionary<TraceReference, ArchiveEntry> entries, ArchivePlace place)
    {
        if (!entries.TryGetValue(span.Trace.Reference, out var entry))
            entries.Add(span.Trace.Reference, entry = new ArchiveEntry(new ArchiveSummary(span.Trace, span.Header.IsOwn)));
        entry.AddPlace(place);
        return entry;
    }

    private ArchiveFailure? ToFailure(Exception fault) => fault switch
    {
        TraceFormatException format => new ArchiveFailure(Path, ArchiveErrors.Malformed(Path, format)),
        InvalidDataException damaged => new ArchiveFailure(Path, ArchiveErrors.Malformed(Path, new TraceFormatException("The compressed data is damaged.", damaged))),
        IOException or UnauthorizedAccessException => new ArchiveFailure(Path, ArchiveErrors.Unreadable(Path, fault)),
        _ => null,
    };

    private async ValueTask<bool> NextAsync(IAsyncEnumerator<ReadSpan> spans)
    {
        try
        {
            return await spans.MoveNextAsync().ConfigureAwait(false);
        }
        catch (TraceFormatException) when (Failure is not null)
        {
            return false;
        }
    }

    private async Task RecogniseAsync(CancellationToken cancellationToken)
    {
        var start = ArrayPool<byte>.Shared.Rent(ArchiveForms.PeekBytes);
        try
        {
            var file = Open();
            await using var _ = file.ConfigureAwait(false);
            var magic = await file.ReadAtLeastAsync(start, 2, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            _isGzip = OtlpForms.IsGzip(start.AsSpan(0, magic));
            file.Position = 0;
            var content = Decompressed(file);
            await using var __ = content.ConfigureAwait(false);
            var length = await content.ReadAtLeastAsync(start.AsMemory(0, ArchiveForms.PeekBytes), ArchiveForms.PeekBytes, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            Form = ArchiveForms.Of(start.AsSpan(0, length), _isGzip);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(start);
        }
    }

    // The lines of a file of lines; else the file.
    private async IAsyncEnumerable<(long Start, long Length)> PartsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Form != ArchiveForm.OtlpLines)
        {
            yield return (0, _length);
            yield break;
        }

        var file = Open();
        await using var _ = file.ConfigureAwait(false);
        var buffer = new byte[BufferBytes];
        var (start, position) = (0L, 0L);
        while (await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            for (var at = 0; buffer.AsSpan(at, read - at).IndexOf((byte)'\n') is >= 0 and var length; at += length + 1)
            {
                var end = position + at + length;
                yield return (start, end - start);
                start = end + 1;
            }

            position += read;
        }

        if (position > start)
            yield return (start, position - start);
    }

    private FileStream Open() => new(
        Path, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.Asynchronous, BufferSize = 1 });

    private Stream Decompressed(FileStream file) => _isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
}
