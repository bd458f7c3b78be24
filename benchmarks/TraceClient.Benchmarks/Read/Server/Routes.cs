using System.Text;

namespace TraceClient.Benchmarks.Read;

/// <summary>The responses of the server: by path, and for lists by the one parameter of the query that tells a page.</summary>
internal sealed class Routes
{
    private const int MaxLength = 256;

    private readonly Dictionary<string, Route> _routes = new(StringComparer.Ordinal);
    private readonly byte[] _unknown = Respond("404 Not Found", """{"message":"not found"}"""u8, link: null);

    /// <summary>Adds the only response of a path.</summary>
    public void Add(string path, ReadOnlySpan<byte> body) => AddPage(path, "", "", body);

    /// <summary>Adds a page of a path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="parameter">The parameter that tells the page, one for all pages of a path.</param>
    /// <param name="value">Its value; empty where the query does not have it.</param>
    /// <param name="body">The JSON.</param>
    /// <param name="link">The header <c>Link</c>, if there is one.</param>
    public void AddPage(string path, string parameter, string value, ReadOnlySpan<byte> body, string? link = null)
    {
        if (!_routes.TryGetValue(path, out var route))
            _routes.Add(
                path, route = new Route(Encoding.ASCII.GetBytes(parameter + "="), new Dictionary<string, byte[]>(StringComparer.Ordinal)));
        route.Pages.Add(value, Respond("200 OK", body, link));
    }

    /// <summary>Finds the whole response, head and body, and allocates nothing.</summary>
    public byte[] Find(ReadOnlySpan<byte> target)
    {
        var mark = target.IndexOf((byte)'?');
        var path = mark < 0 ? target : target[..mark];
        Span<char> text = stackalloc char[MaxLength];
        if (path.Length > MaxLength || !_routes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(Ascii(path, text), out var route))
            return _unknown;
        var value = mark < 0 ? default : ValueOf(target[(mark + 1)..], route.Parameter);
        return value.Length <= MaxLength
            && route.Pages.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(Ascii(value, text), out var page) ? page : _unknown;
    }

    private static ReadOnlySpan<char> Ascii(ReadOnlySpan<byte> bytes, Span<char> text) => text[..Encoding.ASCII.GetChars(bytes, text)];

    private static ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> query, ReadOnlySpan<byte> parameter)
    {
        // A bare "=" stands for a path that has one response whatever the query is.
        if (parameter.Length == 1)
            return default;
        foreach (var range in query.Split((byte)'&'))
        {
            if (query[range].StartsWith(parameter))
                return query[range][parameter.Length..];
        }

        return default;
    }

    private static byte[] Respond(string status, ReadOnlySpan<byte> body, string? link)
    {
        var links = link is null ? "" : $"Link: {link}\r\n";
        var head = $"HTTP/1.1 {status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {body.Length}\r\n{links}\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    private sealed record Route(byte[] Parameter, Dictionary<string, byte[]> Pages);
}
