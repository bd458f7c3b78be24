using System.Security.Cryptography;

namespace TraceClient.PostgreSql;

/// <summary>Represents a trace with its spans as rows.</summary>
internal sealed class StoredRows
{
    private const int HashBytes = 16;

    // About what the columns and indexes of a row take besides its JSON and words.
    private const int BytesOfRow = 200;

    private StoredRows(StoredTrace trace)
    {
        Trace = trace;
        Key = KeyOf(trace.Trace.Reference);
        Summary = new StoredJson(trace.SummaryJson);
        Header = new StoredJson(trace.HeaderJson);
        Spans = [.. trace.Spans.Select((span, position) => new SpanRow(span, position))];
        Hash = SHA256.HashData([.. SHA256.HashData(Summary.Exact), .. SHA256.HashData(Header.Exact)])[..HashBytes];
        Bytes = BytesOfRow + Summary.Exact.Length + Header.Exact.Length + trace.Words.Length
            + Spans.Sum(span => (long)BytesOfRow + span.Json.Exact.Length + span.Words.Length);
    }

    public StoredTrace Trace { get; }

    /// <summary>Gets the key, by which the rows of a trace and of its spans are found.</summary>
    public string Key { get; }

    public StoredJson Summary { get; }

    public StoredJson Header { get; }

    /// <summary>Gets a hash of all that the row has: a trace that has not changed is not written again.</summary>
    public byte[] Hash { get; }

    public long Bytes { get; }

    public IReadOnlyList<SpanRow> Spans { get; }

    /// <summary>Returns the rows of traces in the order in which all workers write them.</summary>
    /// <exception cref="TraceValidationException">Two spans of a trace have one id.</exception>
    public static async Task<StoredRows[]> OfAsync(IReadOnlyList<ReplicatedTrace> traces, CancellationToken cancellationToken)
    {
        var stored = await StoredTrace.OfAsync(traces, cancellationToken).ConfigureAwait(false);
        return [.. stored.Select(trace => new StoredRows(trace)).OrderBy(rows => rows.Key, StringComparer.Ordinal)];
    }

    public static string KeyOf(TraceReference reference) => PostgreSqlKey.Of($"{reference.Source}:{reference.Id}");

    /// <summary>Represents a span as a row.</summary>
    internal sealed class SpanRow(StoredSpan stored, int position)
    {
        public Span Span => stored.Span;

        public int Position => position;

        public string Key { get; } = PostgreSqlKey.Of(stored.Span.Id);

        public StoredJson Json { get; } = new(stored.Json);

        public string Words => stored.Words;

        public byte[] Hash { get; } = SHA256.HashData(stored.Json)[..HashBytes];
    }
}

/// <summary>Represents JSON in its exact form, and in a form that the functions of PostgreSQL can read.</summary>
/// <remarks>
/// PostgreSQL cannot read an escaped NUL or half of a surrogate pair: a query over rows of which one has it would fail. They are replaced
/// by U+FFFD there.
/// </remarks>
internal sealed class StoredJson
{
    private const int EscapeLength = 6;

    public StoredJson(byte[] exact)
    {
        Exact = exact;
        Readable = ToReadable(exact);
    }

    public byte[] Exact { get; }

    public byte[] Readable { get; }

    public bool IsExact => ReferenceEquals(Exact, Readable);

    private static byte[] ToReadable(byte[] json)
    {
        byte[]? readable = null;
        for (var at = 0; json.AsSpan(at).IndexOf((byte)'\\') is var next and >= 0;)
        {
            at += next;
            if (!TryReadEscape(json, at, out var unit))
            {
                // Two characters, of which the second can be a backslash.
                at += 2;
            }
            else if (char.IsHighSurrogate(unit) && TryReadEscape(json, at + EscapeLength, out var low) && char.IsLowSurrogate(low))
            {
                at += 2 * EscapeLength;
            }
            else
            {
                if (unit == '\0' || char.IsSurrogate(unit))
                    "\\ufffd"u8.CopyTo((readable ??= [.. json]).AsSpan(at));
                at += EscapeLength;
            }
        }

        return readable ?? json;
    }

    private static bool TryReadEscape(byte[] json, int at, out char unit)
    {
        unit = default;
        return at + EscapeLength <= json.Length && json[at] == '\\' && json[at + 1] == 'u'
            && System.Buffers.Text.Utf8Parser.TryParse(json.AsSpan(at + 2, 4), out ushort number, out var length, 'x') && length == 4
            && (unit = (char)number) == number;
    }
}
