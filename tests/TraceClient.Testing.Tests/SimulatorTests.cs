using System.Text;

namespace TraceClient.Testing.Tests;

public sealed class SimulatorTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_same_seed_gives_the_same_bytes_and_another_seed_does_not()
    {
        var first = await EverythingAsync(42);
        var same = await EverythingAsync(42);
        var other = await EverythingAsync(43);

        Assert.Equal(first, same);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public async Task Unknown_members_and_values_are_an_option()
    {
        await using var simulator = await TraceSimulator.StartAsync(
            options => (options.Calyptia.UnknownMembers, options.Kubiya.UnknownMembers, options.Galtea.UnknownMembers) = (true, true, true),
            TestContext.Current.CancellationToken);
        using var calyptia = new ServiceHttpClient(simulator, SimulatedService.Calyptia);
        using var kubiya = new ServiceHttpClient(simulator, SimulatedService.Kubiya);
        using var galtea = new ServiceHttpClient(simulator, SimulatedService.Galtea);

        var record = (await calyptia.JsonAsync($"/v1/trace_sessions/{simulator.Calyptia.SessionIds.First()}/records?last=100"))
            .EnumerateArray().ToList();
        var spans = (await kubiya.JsonAsync($"/api/v1/traces/{simulator.Kubiya.TraceIds.First()}/spans?flat=true")).EnumerateArray()
            .ToList();
        var rows = (await galtea.JsonAsync("/traces")).EnumerateArray().ToList();

        Assert.All(record.Concat(spans).Concat(rows), item => Assert.True(item.TryGetProperty("x_new_object", out _)));
        Assert.Contains(record, item => item.GetProperty("type").GetInt32() == 9);
        Assert.Contains(spans, item => item.Text("kind") == "BROKER");
        Assert.Contains(rows, item => item.GetProperty("type").GetString() == "PLANNER");
    }

    [Theory]
    [InlineData(SimulatedService.Calyptia, "/v1/projects")]
    [InlineData(SimulatedService.Kubiya, "/api/v1/traces")]
    [InlineData(SimulatedService.Galtea, "/auth/user")]
    public async Task An_old_token_is_rejected_once_another_is_set(SimulatedService service, string path)
    {
        await using var simulator = await TraceSimulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var caller = new ServiceHttpClient(simulator, service);
        var before = await caller.GetAsync(path);

        var token = simulator.Tokens.Rotate(service);
        var after = await caller.GetAsync(path);
        caller.Headers.Authorization = new("Bearer", token);
        var renewed = await caller.GetAsync(path);

        Assert.Equal((200, 401, 200), (before.Status, after.Status, renewed.Status));
    }

    [Fact]
    public async Task A_client_is_configured_for_the_simulator()
    {
        await using var simulator = await TraceSimulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        var options = new TraceClientsOptions();

        simulator.Configure(options);

        Assert.Equal((simulator.CalyptiaAddress, simulator.Tokens.Calyptia, simulator.Calyptia.ProjectId),
            (options.Calyptia.BaseAddress, options.Calyptia.Token, options.Calyptia.ProjectId));
        Assert.Equal((simulator.KubiyaAddress, simulator.Tokens.Kubiya), (options.Kubiya.BaseAddress, options.Kubiya.Token));
        Assert.Equal((simulator.GalteaAddress, simulator.Tokens.Galtea), (options.Galtea.BaseAddress, options.Galtea.Token));
        Assert.Equal("/kubiya", simulator.KubiyaAddress.AbsolutePath);
    }

    [Fact]
    public async Task It_listens_on_the_given_port_and_throws_when_that_is_in_use()
    {
        int port;
        await using (var first = await TraceSimulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            port = first.KubiyaAddress.Port;
            await Assert.ThrowsAnyAsync<IOException>(
                () => TraceSimulator.StartAsync(options => options.Port = port, TestContext.Current.CancellationToken));
        }

        await using var second = await TraceSimulator.StartAsync(options => options.Port = port, TestContext.Current.CancellationToken);

        Assert.Equal(port, second.KubiyaAddress.Port);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => TraceSimulator.StartAsync(options => options.Port = 65_536, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => TraceSimulator.StartAsync(options => options.Port = -1, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_log_holds_requests_as_they_came()
    {
        await using var simulator =
            await TraceSimulator.StartAsync(options => options.RecordedBodyBytes = 4, TestContext.Current.CancellationToken);
        using var galtea = new ServiceHttpClient(simulator, SimulatedService.Galtea);
        using var kubiya = new ServiceHttpClient(simulator, SimulatedService.Kubiya);

        await galtea.SendAsync(HttpMethod.Post, "/traces?b=2&a=%C3%A9&a=1%2B1", "{\"name\":1}");
        await kubiya.GetAsync("/api/v1/traces");

        var request = simulator.Requests.First();
        Assert.Equal((1, SimulatedService.Galtea, "POST", "/traces", "b=2&a=%C3%A9&a=1%2B1", 400),
            (request.Sequence, request.Service, request.Method, request.Path, request.RawQuery, request.StatusCode));
        Assert.Equal([new("b", "2"), new("a", "é"), new("a", "1+1")], request.Query);
        Assert.Equal("{\"na", request.BodyText);
        Assert.StartsWith("application/json", request.Header("content-type"), StringComparison.Ordinal);
        Assert.DoesNotContain(simulator.Tokens.Galtea, request.ToString(), StringComparison.Ordinal);
        Assert.Single(simulator.Requests.For(SimulatedService.Kubiya));
        simulator.Requests.Clear();
        Assert.Empty(simulator.Requests);
    }

    [Fact]
    public async Task The_log_drops_the_oldest()
    {
        await using var simulator =
            await TraceSimulator.StartAsync(options => options.RequestLogCapacity = 2, TestContext.Current.CancellationToken);
        using var galtea = new ServiceHttpClient(simulator, SimulatedService.Galtea);

        for (var call = 0; call < 5; call++)
            await galtea.GetAsync("/auth/user");

        Assert.Equal([4L, 5L], simulator.Requests.Select(request => request.Sequence));
    }

    [Fact]
    public async Task A_path_outside_of_the_services_is_not_found()
    {
        await using var simulator = await TraceSimulator.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        using var client = new HttpClient();

        using var response =
            await client.GetAsync(new Uri(simulator.KubiyaAddress, "/api/v1/traces"), TestContext.Current.CancellationToken);

        Assert.Equal(404, (int)response.StatusCode);
        Assert.Contains(
            "/kubiya", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_negative_size_is_rejected()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => TraceSimulator.StartAsync(options => options.Kubiya.Traces = -1, TestContext.Current.CancellationToken));
    }

    private static async Task<string> EverythingAsync(int seed)
    {
        await using var simulator = await TraceSimulator.StartAsync(
            options => (options.Seed, options.TimeProvider) = (seed, new FakeTimeProvider(Now)),
            TestContext.Current.CancellationToken);
        using var calyptia = new ServiceHttpClient(simulator, SimulatedService.Calyptia);
        using var kubiya = new ServiceHttpClient(simulator, SimulatedService.Kubiya);
        using var galtea = new ServiceHttpClient(simulator, SimulatedService.Galtea);
        var all = new StringBuilder();
        foreach (var session in simulator.Calyptia.SessionIds)
            all.Append((await calyptia.GetAsync($"/v1/trace_sessions/{session}")).Text)
                .Append((await calyptia.GetAsync($"/v1/trace_sessions/{session}/records?last=1000")).Text);
        foreach (var trace in simulator.Kubiya.TraceIds)
            all.Append((await kubiya.GetAsync($"/api/v1/traces/{trace}?flat=true")).Text);
        foreach (var path in new[] { "/traces?limit=1000", "/inferenceResults", "/sessions", "/versions", "/products" })
            all.Append((await galtea.GetAsync(path)).Text);
        return all.ToString();
    }
}
