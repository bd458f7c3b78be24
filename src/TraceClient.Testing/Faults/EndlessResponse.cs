using Microsoft.AspNetCore.Http;

namespace TraceClient.Testing;

/// <summary>Writes a body until the client closes the connection.</summary>
internal static class EndlessResponse
{
    private const int PieceLength = 16 * 1024;

    public static async Task WriteAsync(HttpContext context, EndlessBodyKind kind)
    {
        var (start, repeated) = kind switch
        {
            EndlessBodyKind.Text => ("[{\"id\":\"", "a"),
            EndlessBodyKind.WhiteSpace => ("[", " "),
            EndlessBodyKind.Elements => ("[{}", ",{}"),
            _ => ("[", "["),
        };
        var piece = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(repeated, PieceLength / repeated.Length)));
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(start, context.RequestAborted).ConfigureAwait(false);
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.BodyWriter.WriteAsync(piece, context.RequestAborted).ConfigureAwait(false);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }
    }
}
