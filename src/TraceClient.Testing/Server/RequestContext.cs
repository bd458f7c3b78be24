using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace TraceClient.Testing;

/// <summary>A request to a simulated service, and the means to respond to it.</summary>
internal sealed class RequestContext
{
    private const int FlushAt = 16 * 1024;
    private static readonly JsonWriterOptions WriterOptions =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true, MaxDepth = int.MaxValue };

    private readonly HttpContext _context;

    public RequestContext(HttpContext context, RecordedRequest request, string rawQuery, ReadOnlyMemory<byte> body, int urlLength)
    {
        (_context, Request, Body, UrlLength) = (context, request, body, urlLength);
        Query = string.Equals(rawQuery, request.RawQuery, StringComparison.Ordinal) ? request.Query : QueryString.Parse(rawQuery);
        Segments = [.. request.Path.TrimStart('/').Split('/').Select(Uri.UnescapeDataString)];
    }

    public RecordedRequest Request { get; }

    public string Method => Request.Method;

    public string[] Segments { get; }

    public IReadOnlyList<KeyValuePair<string, string>> Query { get; }

    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>Gets the length of the absolute URL as the client sent it, in characters.</summary>
    public int UrlLength { get; }

    /// <summary>Gets the number of rows by which a page starts early, as if new rows had been inserted before it.</summary>
    public int PageShift { get; init; }

    /// <summary>Gets whether the cursor of the next page is the cursor of the request.</summary>
    public bool RepeatCursor { get; init; }

    public CancellationToken Aborted => _context.RequestAborted;

    public string? Header(string name) => Request.Header(name);

    public void SetHeader(string name, string value) => _context.Response.Headers[name] = value;

    public async Task RespondAsync(int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new Utf8JsonWriter(buffer, WriterOptions);
        await using (writer.ConfigureAwait(false))
            write(writer);
        await RespondAsync(status, "application/json; charset=utf-8", buffer.WrittenMemory).ConfigureAwait(false);
    }

    public async Task RespondAsync(int status, string? contentType, ReadOnlyMemory<byte> body)
    {
        var response = _context.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        if (status != StatusCodes.Status204NoContent)
            response.ContentLength ??= body.Length;
        await response.BodyWriter.WriteAsync(body, Aborted).ConfigureAwait(false);
    }

    /// <summary>Writes a long response in parts.</summary>
    /// <param name="write">Writes the body, and calls <see cref="JsonStream.FlushIfFullAsync"/> after each item.</param>
    public async Task StreamAsync(Func<JsonStream, Task> write)
    {
        var response = _context.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/json; charset=utf-8";
        var writer = new Utf8JsonWriter(response.BodyWriter, WriterOptions);
        await using (writer.ConfigureAwait(false))
        {
            await write(new JsonStream(writer, response, Aborted)).ConfigureAwait(false);
            await writer.FlushAsync(Aborted).ConfigureAwait(false);
        }

        await response.BodyWriter.FlushAsync(Aborted).ConfigureAwait(false);
    }

    public Task StreamArrayAsync<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> write) =>
        StreamAsync(stream => stream.ArrayAsync(items, write));

    internal sealed class JsonStream(Utf8JsonWriter writer, HttpResponse response, CancellationToken aborted)
    {
        private long _flushed;

        public Utf8JsonWriter Writer => writer;

        public async Task ArrayAsync<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
        {
            writer.WriteStartArray();
            foreach (var item in items)
            {
                write(writer, item);
                await FlushIfFullAsync().ConfigureAwait(false);
            }

            writer.WriteEndArray();
        }

        public async ValueTask FlushIfFullAsync()
        {
            // BytesPending alone falls whenever the writer starts its next buffer.
            var written = writer.BytesCommitted + writer.BytesPending;
            if (written - _flushed < FlushAt)
                return;
            _flushed = written;
            writer.Flush();
            await response.BodyWriter.FlushAsync(aborted).ConfigureAwait(false);
            aborted.ThrowIfCancellationRequested();
        }
    }
}
