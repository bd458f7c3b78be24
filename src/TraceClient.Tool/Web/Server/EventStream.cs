using System.Text.Encodings.Web;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace TraceClient.Tool;

/// <summary>Writes server-sent events: changes of the list, and those of a trace that is followed.</summary>
internal sealed class EventStream(
    ITraceClient client, TraceIndex index, EventHub events, TimeProvider clock, CancellationToken stop)
{
    /// <summary>The time after which a comment is sent if there is no event, so that a closed connection is noticed.</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes events until the browser closes the connection.</summary>
    /// <param name="context">The request.</param>
    /// <param name="followed">The trace to follow; null for none.</param>
    public async Task WriteAsync(HttpContext context, TraceReference? followed)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stop);
        using var subscription = events.Subscribe();
        subscription.Add(IndexUpdater.ListEvent("list", index.Version));
        var following = followed is null ? Task.CompletedTask : FollowAsync(followed, subscription, linked.Token);
        try
        {
            await WriteAsync(context.Response, subscription.Events, linked.Token);
        }
        catch (OperationCanceledException) when (linked.IsCancellationRequested)
        {
            // The browser has closed the connection, or the server stops.
        }
        finally
        {
            await linked.CancelAsync();
            await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WriteAsync(HttpResponse response, ChannelReader<WebEvent> pending, CancellationToken cancellationToken)
    {
        await response.StartAsync(cancellationToken);
        while (true)
        {
            while (pending.TryRead(out var item))
                await response.WriteAsync($"event: {item.Name}\ndata: {item.Data}\n\n", cancellationToken);
            await response.Body.FlushAsync(cancellationToken);

            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var heartbeat = Task.Delay(HeartbeatInterval, clock, waiting.Token);
            var available = pending.WaitToReadAsync(waiting.Token).AsTask();
            var first = await Task.WhenAny(heartbeat, available);
            await waiting.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            if (first == heartbeat)
                await response.WriteAsync(": heartbeat\n\n", cancellationToken);
        }
    }

    // The first read is what the page shows already, unless the trace has changed since: the page compares the number of spans.
    private async Task FollowAsync(TraceReference reference, EventSubscription subscription, CancellationToken cancellationToken)
    {
        try
        {
            Trace? last = null;
            await foreach (var update in client.FollowAsync(reference, cancellationToken: cancellationToken))
            {
                subscription.Add(EventOf(last is null ? "following" : "trace", update.Trace, update));
                last = update.Trace;
            }

            if (last is not null)
                subscription.Add(EventOf("ended", last));
        }
        catch (TraceClientException exception)
        {
            subscription.Add(new WebEvent("failed", Json(writer => TraceListJson.WriteError(writer, WebError.Of(exception)))));
        }
    }

    private static WebEvent EventOf(string name, Trace trace, TraceUpdate? update = null) => new(name, Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("reference", trace.Reference.ToString());
        writer.WriteString("status", trace.Status.ToString());
        writer.WriteBoolean("isComplete", trace.IsComplete);
        writer.WriteNumber("spanCount", trace.Spans.Count);
        if (update is not null)
        {
            writer.WriteNumber("added", update.AddedSpans.Count);
            writer.WriteNumber("changed", update.ChangedSpans.Count);
        }

        writer.WriteEndObject();
    }));

    private static string Json(Action<Utf8JsonWriter> write)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, JsonOptions))
            write(writer);
        return Encoding.UTF8.GetString(json.WrittenSpan);
    }
}
