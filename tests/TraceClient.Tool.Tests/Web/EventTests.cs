namespace TraceClient.Tool.Tests.Web;

/// <summary>Tests of the events that the server sends to browsers.</summary>
public sealed class EventTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_begins_with_the_version_of_the_list()
    {
        await using var served = await Served.StartAsync(new ServedSource("kubiya"));
        using var events = await EventReader.OpenAsync(served, "/api/events");

        Assert.Equal(("list", $$"""{"version":{{served.Server.Index.Version}}}"""), await events.ReadAsync());
    }

    [Fact]
    public async Task A_new_trace_reaches_the_browser()
    {
        var source = new ServedSource("kubiya");
        await using var served = await Served.StartAsync(source);
        using var events = await EventReader.OpenAsync(served, "/api/events");
        await events.ReadAsync();

        source.Put(ServedTraces.Of("kubiya:a", "new"));
        var (name, _) = await events.ReadWhileTimePassesAsync();

        Assert.Equal("list", name);
        Assert.Equal("new", await served.NamesAsync(""));
    }

    [Fact]
    public async Task A_source_that_fails_and_recovers_is_announced()
    {
        var source = new ServedSource("kubiya");
        await using var served = await Served.StartAsync(source);
        using var events = await EventReader.OpenAsync(served, "/api/events");
        await events.ReadAsync();

        source.Failure = new TraceTransportException("kubiya: The connection was refused.");
        Assert.Equal("source", (await events.ReadWhileTimePassesAsync()).Name);
        Assert.NotNull(served.Server.Index.Sources[0].Error);
        source.Failure = null;
        Assert.Equal("source", (await events.ReadWhileTimePassesAsync()).Name);
        Assert.Null(served.Server.Index.Sources[0].Error);
    }

    [Fact]
    public async Task A_heartbeat_is_sent_when_nothing_happens()
    {
        await using var served = await Served.StartAsync(new ServedSource("kubiya"));
        using var events = await EventReader.OpenAsync(served, "/api/events");
        await events.ReadAsync();

        Assert.Equal(": heartbeat", await events.ReadLineWhileTimePassesAsync());
    }

    [Fact]
    public async Task A_followed_trace_is_announced_until_it_has_ended()
    {
        var source = new ServedSource("kubiya");
        var ended = ServedTraces.Of("kubiya:a", "run");
        source.Put(ended with { Status = TraceStatus.Running, IsComplete = false });
        await using var served = await Served.StartAsync(new WebServerOptions { IsPolling = false }, source);
        using var events = await EventReader.OpenAsync(served, "/api/events?follow=kubiya:a");
        await events.ReadAsync();

        Assert.Equal(
            ("following", """{"reference":"kubiya:a","status":"Running","isComplete":false,"spanCount":1,"added":1,"changed":0}"""),
            await events.ReadAsync());
        source.Put(ended with { IsComplete = true });
        Assert.Equal(
            ("trace", """{"reference":"kubiya:a","status":"Ok","isComplete":true,"spanCount":1,"added":0,"changed":0}"""),
            await events.ReadWhileTimePassesAsync());
        Assert.Equal(
            ("ended", """{"reference":"kubiya:a","status":"Ok","isComplete":true,"spanCount":1}"""),
            await events.ReadWhileTimePassesAsync());
    }

    [Fact]
    public async Task A_followed_trace_that_cannot_be_read_is_an_event_with_the_error()
    {
        await using var served = await Served.StartAsync(new ServedSource("kubiya"));
        using var events = await EventReader.OpenAsync(served, "/api/events?follow=kubiya:missing");
        await events.ReadAsync();

        var (name, data) = await events.ReadAsync();

        Assert.Equal("failed", name);
        Assert.Contains("\"code\":\"not-found\"", data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_stream_ends_the_subscription()
    {
        await using var served = await Served.StartAsync(new ServedSource("kubiya"));
        var events = await EventReader.OpenAsync(served, "/api/events");
        await events.ReadAsync();
        events.Dispose();

        while (served.Server.Events.SubscriberCount > 0)
            await Task.Yield();

        Assert.Equal(0, served.Server.Events.SubscriberCount);
    }

    [Fact]
    public async Task An_open_stream_does_not_delay_the_end_of_the_server()
    {
        var served = await Served.StartAsync(new ServedSource("kubiya"));
        using var events = await EventReader.OpenAsync(served, "/api/events");
        await events.ReadAsync();

        await served.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1), Token);

        Assert.Equal(0, served.Server.Events.SubscriberCount);
    }
}
