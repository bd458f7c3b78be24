using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace TraceClient.Testing;

/// <summary>The effect of a fault rule on one request.</summary>
internal sealed record Fault
{
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public TimeSpan Delay { get; init; }

    public int? Status { get; init; }

    public ReadOnlyMemory<byte>? Body { get; init; }

    public string? ContentType { get; init; }

    public bool IsContentTypeOnly { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public bool IsReset { get; init; }

    /// <summary>Creates the stream that modifies the body; null if the body is sent as it is.</summary>
    public Func<Stream, ModifiedBodyStream>? CreateStream { get; init; }

    public int TrickleBytes { get; init; }

    public TimeSpan TricklePause { get; init; }

    public EndlessBodyKind? Endless { get; init; }

    public bool RepeatPage { get; init; }

    /// <summary>Gets the query of the previous request; null if there was none.</summary>
    public string? PreviousQuery { get; init; }

    public int PageShift { get; init; }

    public bool RepeatCursor { get; init; }

    public async Task RunAsync(
        HttpContext context, RecordedRequest request, ReadOnlyMemory<byte> body, int urlLength, ServiceHandler service)
    {
        if (Delay > TimeSpan.Zero)
            await Task.Delay(Delay, Time, context.RequestAborted).ConfigureAwait(false);
        if (IsReset)
        {
            request.IsReset = true;
            Reset(context);
            return;
        }

        if (IsContentTypeOnly)
            context.Response.OnStarting(() => SetContentType(context.Response));
        using var modified = ModifyBody(context);
        try
        {
            await RespondAsync(context, request, body, urlLength, service).ConfigureAwait(false);
            if (modified is not null)
                await modified.EndAsync(context.RequestAborted).ConfigureAwait(false);
        }
        catch (TruncatedBodyException)
        {
            // The rest of the response must not be sent.
        }
    }

    private Task RespondAsync(
        HttpContext context, RecordedRequest request, ReadOnlyMemory<byte> body, int urlLength, ServiceHandler service)
    {
        foreach (var (name, value) in Headers)
            context.Response.Headers[name] = value;
        if (Endless is { } kind)
            return EndlessResponse.WriteAsync(context, kind);
        var query = RepeatPage ? PreviousQuery ?? request.RawQuery : request.RawQuery;
        var requestContext = new RequestContext(context, request, query, body, urlLength)
        {
            PageShift = PageShift,
            RepeatCursor = RepeatCursor,
        };
        return (Status, Body) switch
        {
            ({ } status, { } fixedBody) => requestContext.RespondAsync(status, ContentType, fixedBody),
            ({ } status, null) => service.RespondWithErrorAsync(requestContext, new HttpErrorException(status, "simulated fault")),
            _ => service.HandleAsync(requestContext),
        };
    }

    private ModifiedBodyStream? ModifyBody(HttpContext context)
    {
        var prior = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var modified = CreateStream?.Invoke(prior.Stream)
            ?? (TrickleBytes > 0 ? new TrickledBodyStream(prior.Stream, TrickleBytes, TricklePause, Time) : null);
        if (modified is null)
            return null;
        modified.Response = context.Response;
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(modified, prior));
        return modified;
    }

    private Task SetContentType(HttpResponse response)
    {
        response.ContentType = ContentType;
        return Task.CompletedTask;
    }

    private static void Reset(HttpContext context)
    {
        if (context.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
        {
            // Without lingering, closing the socket sends a reset.
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            socket.Close();
        }

        context.Abort();
    }
}

/// <summary>Stops the service from writing the rest of a truncated body.</summary>
internal sealed class TruncatedBodyException : IOException;
