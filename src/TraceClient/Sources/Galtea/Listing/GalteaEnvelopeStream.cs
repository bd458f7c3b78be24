using TraceClient.Http;

namespace TraceClient.Galtea;

/// <summary>A body without the envelope around its array, in constant memory. A body without an envelope passes as it is.</summary>
/// <remarks>Of an object without a <c>data</c> array the beginning passes: enough to be refused, and named, as what is no list.</remarks>
/// <param name="body">The body as it arrives; it is disposed with this stream.</param>
internal sealed class GalteaEnvelopeStream(Stream body) : ReadingStream
{
    private const int BufferSize = 16 * 1024;
    private const int KeptStart = 1024;

    private readonly GalteaEnvelopeScanner _scanner = new();
    private readonly List<byte> _start = [];
    private readonly byte[] _buffer = new byte[BufferSize];
    private ReadOnlyMemory<byte> _ready;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
            return 0;
        while (_ready.IsEmpty)
        {
            var count = await body.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                TakeStart();
                break;
            }

            Filter(count);
        }

        return Give(buffer.Span);
    }

    public override int Read(Span<byte> buffer) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Moves the wanted bytes to the front of the buffer. Bytes behind the array are read as well, so that the connection can be used again.</summary>
    private void Filter(int count)
    {
        var wanted = 0;
        for (var i = 0; i < count;)
        {
            var run = _buffer.AsSpan(i, count - i);
            var plain = _scanner.CountPlain(run);
            run = run[..Math.Max(plain, 1)];
            if (plain > 0 ? _scanner.IsWanted : _scanner.Take(run[0]))
            {
                run.CopyTo(_buffer.AsSpan(wanted));
                wanted += run.Length;
            }
            else if (_scanner.Current == GalteaEnvelopeScanner.State.Before)
            {
                _start.AddRange(run[..Math.Min(run.Length, KeptStart - _start.Count)]);
            }

            i += run.Length;
        }

        _ready = _buffer.AsMemory(0, wanted);
    }

    private void TakeStart()
    {
        if (_scanner.Current == GalteaEnvelopeScanner.State.Before)
            _ready = _start.ToArray();
        _start.Clear();
    }

    private int Give(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _ready.Length);
        _ready.Span[..count].CopyTo(buffer);
        _ready = _ready[count..];
        return count;
    }
}

/// <summary>Looks at a JSON document byte by byte and tells which bytes belong to the array under the first-level member <c>data</c>.</summary>
/// <remarks>It does not check the JSON: the reader behind it does, on what is left.</remarks>
internal sealed class GalteaEnvelopeScanner
{
    private int _depth;
    private bool _inString;
    private bool _escaped;
    private bool _isName;
    private bool _isData;
    private int _matched;

    /// <summary>What is known of the document so far.</summary>
    public enum State
    {
        /// <summary>White space only.</summary>
        Start,

        /// <summary>It is no object: all its bytes are wanted.</summary>
        Bare,

        /// <summary>An object, before the array.</summary>
        Before,

        /// <summary>In the array: its bytes are wanted.</summary>
        Inside,

        /// <summary>Behind the array.</summary>
        After,
    }

    public State Current { get; private set; }

    /// <summary>Whether bytes that change nothing are wanted.</summary>
    public bool IsWanted => Current is State.Bare or State.Inside;

    private static ReadOnlySpan<byte> Data => "data"u8;

    /// <summary>How many bytes from here on change nothing: those of a bare array, and those within a text. They need not be taken.</summary>
    public int CountPlain(ReadOnlySpan<byte> bytes)
    {
        if (Current == State.Bare)
            return bytes.Length;
        if (!_inString || _escaped || _isName || Current == State.After)
            return 0;
        var end = bytes.IndexOfAny((byte)'"', (byte)'\\');
        return end < 0 ? bytes.Length : end;
    }

    /// <summary>Takes the next byte.</summary>
    /// <returns>True when it is wanted.</returns>
    public bool Take(byte value)
    {
        if (Current == State.Start)
            Begin(value);
        if (Current is State.Start or State.After)
            return false;
        if (Current == State.Bare)
            return true;

        var wasInside = Current == State.Inside;
        if (_inString)
            TakeInString(value);
        else
            TakeOutside(value);
        return wasInside || Current == State.Inside;
    }

    private void Begin(byte value)
    {
        // White space and the bytes of a byte order mark mean nothing.
        if (value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0xEF or 0xBB or 0xBF)
            return;
        Current = value == '{' ? State.Before : State.Bare;
    }

    private void TakeInString(byte value)
    {
        if (_escaped)
            _escaped = false;
        else if (value == '\\')
            _escaped = true;
        else if (value == '"')
            _inString = false;

        if (_isName && _inString)
            _matched = _matched >= 0 && _matched < Data.Length && Data[_matched] == value ? _matched + 1 : -1;
    }

    private void TakeOutside(byte value)
    {
        switch (value)
        {
            case (byte)'"':
                _inString = true;
                _matched = 0;
                break;
            case (byte)'{' or (byte)'[':
                if (_isData && _depth == 1 && value == '[')
                    Current = State.Inside;
                _depth++;
                _isName = _depth == 1;
                _isData = false;
                break;
            case (byte)'}' or (byte)']':
                _depth--;
                _isName = false;
                if (Current == State.Inside && _depth == 1)
                    Current = State.After;
                break;
            case (byte)',':
                _isName = _depth == 1;
                _isData = false;
                break;
            case (byte)':':
                _isData = _depth == 1 && _isName && _matched == Data.Length;
                _isName = false;
                break;
        }
    }
}
