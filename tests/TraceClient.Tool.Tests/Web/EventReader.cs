namespace TraceClient.Tool.Tests.Web;

/// <summary>Reads server-sent events as a browser does.</summary>
internal sealed class EventReader : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Served _served;
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private EventReader(Served served, HttpResponseMessage response, Stream stream) =>
        (_served, _response, _lines) = (served, response, new StreamReader(stream));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<EventReader> OpenAsync(Served served, string address)
    {
        var response = await served.Http.GetAsync(new Uri(address, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new EventReader(served, response, await response.Content.ReadAsStreamAsync(Token));
    }

    /// <summary>Reads the next event.</summary>
    public async Task<(string Name, string Data)> ReadAsync()
    {
        var (name, data) = ("", "");
        while (await _lines.ReadLineAsync(Token).AsTask().WaitAsync(Patience, Token) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                name = line["event: ".Length..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                data = line["data: ".Length..];
            else if (line.Length == 0 && name.Length > 0)
                return (name, data);
        }

        throw new InvalidOperationException("The stream has ended.");
    }

    /// <summary>Reads the next event while the time of the server passes.</summary>
    public Task<(string Name, string Data)> ReadWhileTimePassesAsync() => WhileTimePassesAsync(ReadAsync());

    /// <summary>Reads the next line while the time of the server passes.</summary>
    public async Task<string?> ReadLineWhileTimePassesAsync() => await WhileTimePassesAsync(_lines.ReadLineAsync(Token).AsTask());

    public void Dispose()
    {
        _lines.Dispose();
        _response.Dispose();
    }

    private async Task<T> WhileTimePassesAsync<T>(Task<T> read)
    {
        while (!read.IsCompleted)
        {
            _served.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        return await read;
    }
}
