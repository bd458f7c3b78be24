using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace TraceClient.Tool;

/// <summary>Responds to requests that fail: with JSON below <c>/api</c>, otherwise with a page.</summary>
internal static class ErrorResponse
{
    /// <summary>Passes a request on, and responds if it fails.</summary>
    public static async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
            if (context.Response is { StatusCode: StatusCodes.Status404NotFound, HasStarted: false, ContentType: null })
                await WriteAsync(context, new ErrorReport(ExitCodes.NotFound, "not-found", "There is no such page."));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The browser does not wait for the response.
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            // Such as a body that is too long.
            context.Response.StatusCode = exception.StatusCode;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // An incomplete response must not look complete.
            if (context.Response.HasStarted)
                context.Abort();
            else
                await WriteAsync(context, WebError.Of(exception));
        }
    }

    /// <summary>Writes a page without a script.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The status code.</param>
    /// <param name="title">The title.</param>
    /// <param name="text">The text below the title.</param>
    /// <param name="refresh">The delay and the address of the page that follows; null for none.</param>
    public static Task WritePageAsync(HttpContext context, int status, string title, string text, string? refresh = null)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        var follow = refresh is null ? "" : $"<meta http-equiv=\"refresh\" content=\"{WebUtility.HtmlEncode(refresh)}\">\n";
        var page = $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            {follow}<title>{WebUtility.HtmlEncode(title)}</title>
            <link rel="stylesheet" href="/assets/list.css">
            </head>
            <body class="message-page">
            <main>
            <h1>{WebUtility.HtmlEncode(title)}</h1>
            <p>{WebUtility.HtmlEncode(text)}</p>
            <p><a href="/">All traces</a></p>
            </main>
            </body>
            </html>

            """;
        return context.Response.WriteAsync(page.ReplaceLineEndings("\n"), context.RequestAborted);
    }

    private static Task WriteAsync(HttpContext context, ErrorReport error)
    {
        var status = error.ExitCode switch
        {
            _ when error.Code == WebError.UnexpectedCode => StatusCodes.Status500InternalServerError,
            ExitCodes.Usage => StatusCodes.Status400BadRequest,
            ExitCodes.NotFound => StatusCodes.Status404NotFound,
            _ => StatusCodes.Status502BadGateway,
        };
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
            return JsonResponse.WriteAsync(context, status, writer => TraceListJson.WriteError(writer, error));
        var title = status switch
        {
            StatusCodes.Status400BadRequest => "Invalid address",
            StatusCodes.Status404NotFound => "Not found",
            StatusCodes.Status500InternalServerError => "Unexpected error",
            _ => "The source cannot be read",
        };
        // The page has a link to the list, which the hint for a missing trace names as a command.
        var hint = status == StatusCodes.Status404NotFound ? null : error.Hint;
        return WritePageAsync(context, status, title, hint is null ? error.Message : $"{error.Message} Try: {hint}");
    }
}

/// <summary>Writes JSON as a response.</summary>
internal static class JsonResponse
{
    // The content type keeps a browser from reading it as HTML.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>();
        await using (var writer = new Utf8JsonWriter(body, Options))
            write(writer);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.WrittenCount;
        await context.Response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }
}
