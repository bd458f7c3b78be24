using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace TraceClient.Testing;

/// <summary>What happens to one request.</summary>
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

    /// <summary>Makes the stream that alters the body on its way.</summary>
    public Func<Stream, AlteredBody>? Alter { get; init; }

    public int TrickleBytes { get; init; }

    public TimeSpan TricklePause { get; init; }

    public EndlessBodyKind? Endless { get; init; }

    public bool IsPageRepeated { get; init; }

    /// <summary>The query of the request before; null when there was none.</summary>
    public string? PreviousQuery { get; init; }

    public int PageShift { get; init; }

    public bool IsCursorRepeated { get; init; }

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
        using var altered = AlterBody(context);
        try
        {
            await AnswerAsync(context, request, body, urlLength, service).ConfigureAwait(false);
            if (altered is not null)
                await altered.EndAsync(context.RequestAborted).ConfigureAwait(false);
        }
        catch (BodyEndedException)
        {
            // The rest of the answer is not to be sent.
        }
    }

    private Task AnswerAsync(HttpContext context, RecordedRequest request, ReadOnlyMemory<byte> body, int urlLength, ServiceHandler service)
    {
        foreach (var (name, value) in Headers)
            context.Response.Headers[name] = value;
        if (Endless is { } kind)
            return EndlessAnswer.WriteAsync(context, kind);
        var query = IsPageRepeated ? PreviousQuery ?? request.RawQuery : request.RawQuery;
        var exchange = new Exchange(context, request, query, body, urlLength)
        {
            PageShift = PageShift,
            RepeatCursor = IsCursorRepeated,
        };
        return (Status, Body) switch
        {
            ({ } status, { } fixedBody) => exchange.AnswerAsync(status, ContentType, fixedBody),
            ({ } status, null) => service.RefuseAsync(exchange, new Refusal(status, "simulated fault")),
            _ => service.HandleAsync(exchange),
        };
    }

    private AlteredBody? AlterBody(HttpContext context)
    {
        var prior = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var altered = Alter?.Invoke(prior.Stream)
            ?? (TrickleBytes > 0 ? new TrickledBody(prior.Stream, TrickleBytes, TricklePause, Time) : null);
        if (altered is null)
            return null;
        altered.Response = context.Response;
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(altered, prior));
        return altered;
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
            // Without lingering, closing sends a reset instead of an orderly end.
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            socket.Close();
        }

        context.Abort();
    }
}

/// <summary>The body has ended early, as wanted; whoever writes it can stop.</summary>
internal sealed class BodyEndedException : IOException;
