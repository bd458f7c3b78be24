using System.Globalization;
using System.Runtime.CompilerServices;

namespace TraceClient.Rest;

/// <summary>Writes the address of a request: literals as they are, arguments escaped and in the invariant culture.</summary>
internal ref struct RequestPath
{
    private const int StackChars = 64;

    private DefaultInterpolatedStringHandler _text;
    private bool _hasQuery;

    public RequestPath(string prefix, string literal)
    {
        _text = new DefaultInterpolatedStringHandler(prefix.Length + literal.Length, formattedCount: 4, CultureInfo.InvariantCulture);
        _text.AppendLiteral(prefix);
        AddLiteral(literal);
    }

    public void AddLiteral(string literal)
    {
        _text.AppendLiteral(literal);
        _hasQuery |= literal.Contains('?', StringComparison.Ordinal);
    }

    /// <summary>Adds an argument that is one segment of the path, or a part of one.</summary>
    /// <exception cref="ArgumentException">The value would not stay a segment of its own: it is empty, <c>.</c> or <c>..</c>.</exception>
    public void AddSegment(string? value, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(value, parameter);

        // An address parser folds dot segments, escaped ones too: the request would go to another resource.
        if (value is "." or "..")
        {
            throw new ArgumentException("A dot segment cannot be an argument of a path.", parameter);
        }

        _text.AppendLiteral(Uri.EscapeDataString(value));
    }

    public void AddSegment(bool value) => _text.AppendLiteral(value ? bool.TrueString : bool.FalseString);

    public void AddSegment<T>(T value, string? format)
        where T : struct, ISpanFormattable => AddEscaped(value, format);

    public void AddQuery(string name, string? value)
    {
        if (value is not null)
        {
            AddName(name);
            _text.AppendLiteral(Uri.EscapeDataString(value));
        }
    }

    public void AddQuery(string name, bool? value)
    {
        if (value is { } present)
        {
            AddName(name);
            AddSegment(present);
        }
    }

    public void AddQuery<T>(string name, T? value, string? format)
        where T : struct, ISpanFormattable
    {
        if (value is { } present)
        {
            AddName(name);
            AddEscaped(present, format);
        }
    }

    /// <summary>Gives the address and ends the writing: the buffer goes back to its pool.</summary>
    public string Complete() => _text.ToStringAndClear();

    private void AddName(string name)
    {
        _text.AppendLiteral(_hasQuery ? "&" : "?");
        _hasQuery = true;
        _text.AppendLiteral(name);
        _text.AppendLiteral("=");
    }

    private void AddEscaped<T>(T value, string? format)
        where T : struct, ISpanFormattable
    {
        Span<char> buffer = stackalloc char[StackChars];
        if (!value.TryFormat(buffer, out var written, format, CultureInfo.InvariantCulture))
        {
            _text.AppendLiteral(Uri.EscapeDataString(value.ToString(format, CultureInfo.InvariantCulture)));
            return;
        }

        var text = buffer[..written];
        if (IsUnreserved(text))
        {
            _text.AppendFormatted((ReadOnlySpan<char>)text);
        }
        else
        {
            _text.AppendLiteral(Uri.EscapeDataString(text.ToString()));
        }
    }

    private static bool IsUnreserved(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_' or '~'))
            {
                return false;
            }
        }

        return true;
    }
}
