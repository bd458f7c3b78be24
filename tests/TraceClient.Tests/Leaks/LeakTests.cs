using System.Globalization;
using System.Net;
using TraceClient.Authentication;
using TraceClient.Tests.Http;

namespace TraceClient.Tests.Leaks;

/// <summary>
/// No token, e-mail address or record in any log line, exception, activity, metric or ToString(): the services repeat all of them in
/// their answers, everything that comes out of the library is kept and looked through.
/// </summary>
[Collection(AloneCollection.Name)]
[Trait("Category", "slow")]
public sealed class LeakTests
{
    private static readonly int[] Statuses = [300, 304, 400, 401, 403, 404, 405, 408, 409, 410, 414, 418, 422, 429, 500, 502, 503, 504];

    private static readonly int[] StatusesOfEveryBody = [400, 401, 422, 500];

    public static TheoryData<string> Subjects => ["calyptia with a project's token", "calyptia with a user's token", "kubiya", "galtea"];

    [Theory]
    [MemberData(nameof(Subjects))]
    public async Task Nothing_leaks_where_all_is_well(string subject)
    {
        await using var run = await LeakRun.StartAsync(SubjectOf(subject));
        await using var client = run.Connect();

        await run.AskAllAsync(client);

        AssertNothingLeaked(run);
        AssertCovers(run, "Trace.ToString()", "Span.ToString()", "Record.ToString()", "TraceSummary.ToString()", "TraceQuery.ToString()",
            "activity of TraceClient", "metric traceclient.requests");
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public async Task Nothing_leaks_from_an_error_of_any_status(string subject)
    {
        var planted = SubjectOf(subject);
        await using var run = await LeakRun.StartAsync(planted);
        await using var client = run.Connect();
        var bodies = EchoedBodies.OfErrors(planted.Token).ToList();

        foreach (var status in Statuses)
        {
            await WithAsync(run, status, bodies[0], () => run.AskAllAsync(client));
            foreach (var body in StatusesOfEveryBody.Contains(status)
                ? bodies.Skip(1)
                : bodies.Where(body => body.Type == "text/html").Take(1))
                await WithAsync(run, status, body, () => run.AskAsync(client));
        }

        AssertNothingLeaked(run);
        AssertCovers(
            run, "log of TraceClient.Http", "TraceAuthenticationException.ResponseBody", "TraceAuthorizationException.ToString()",
            "TraceNotFoundException.ToString()",
            "TraceConflictException.ToString()", "TraceValidationException.Errors", "TraceRateLimitException.ToString()",
            "TraceServerException.RequestId", "TraceApiException.ToString()");
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public async Task Nothing_leaks_from_an_answer_that_cannot_be_used(string subject)
    {
        var planted = SubjectOf(subject);
        await using var run = await LeakRun.StartAsync(planted);
        await using var client = run.Connect();

        foreach (var body in EchoedBodies.OfSuccesses(planted.Token))
            await WithAsync(run, 200, body, () => run.AskAllAsync(client));

        AssertNothingLeaked(run);
        AssertCovers(run, "TraceFormatException.BodyPreview", "TraceFormatException.JsonPath", "TraceFormatException.RequestId");
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public async Task Nothing_leaks_from_a_body_that_is_spoilt_on_its_way(string subject)
    {
        await using var run = await LeakRun.StartAsync(SubjectOf(subject));
        await using var client = run.Connect();

        foreach (var at in Enumerable.Range(0, 60).Select(step => step * 17))
        {
            run.Evidence.Doing = string.Create(CultureInfo.InvariantCulture, $"spoilt at {at}");
            using (run.OnAll().InvalidJson(at))
                await run.AskAsync(client);
            using (run.OnAll().CutBodyAt(at))
                await run.AskAsync(client);
        }

        using (run.OnAll().InvalidUtf8())
            await run.AskAllAsync(client);
        using (run.OnAll().ResetConnection())
            await run.AskAllAsync(client);
        AssertNothingLeaked(run);
        AssertCovers(run, "TraceFormatException.ToString()", "TraceTransportException.ToString()");
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public async Task Nothing_leaks_from_an_answer_beyond_a_limit(string subject)
    {
        await using var run = await LeakRun.StartAsync(SubjectOf(subject));
        foreach (var limits in (LimitOptions[])[new() { MaxElementBytes = 100 }, new() { MaxBodyBytes = 100 }, new() { MaxJsonDepth = 2 },
            new() { MaxJsonDepth = 4 }])
        {
            await using var client = run.Connect(options => options.Limits = limits);
            await run.AskAllAsync(client);
        }

        AssertNothingLeaked(run);
        AssertCovers(run, "TraceFormatException.ToString()");
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public async Task Nothing_leaks_from_a_redirect(string subject)
    {
        var planted = SubjectOf(subject);
        await using var run = await LeakRun.StartAsync(planted);
        await using var client = run.Connect();
        foreach (var location in (string[])[$"https://user:{planted.Token}@leaks.example.org/?token={planted.Token}&mail={Planted.EMail}",
            $"/login?token={Uri.EscapeDataString(planted.Token)}#{planted.Token}"])
        {
            using (run.OnAll()
                .RespondWith(302, "", headers: new Dictionary<string, string>(StringComparer.Ordinal) { ["Location"] = location }))
                await run.AskAllAsync(client);
        }

        AssertNothingLeaked(run);
        AssertCovers(run, "TraceApiException.ToString()");
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public async Task Nothing_leaks_from_what_a_handler_says(string subject)
    {
        var planted = SubjectOf(subject);
        await using var run = await LeakRun.StartAsync(planted);
        var words = $"{planted.Token} {Planted.EMail}";
        var inner = new InvalidOperationException(words) { Data = { ["token"] = planted.Token } };
        var withData = new HttpRequestException("lost") { Data = { [planted.Token] = words } };
        foreach (var step in (Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>[])
        [
            StubHandler.Answer(HttpStatusCode.BadGateway, with: answer => answer.ReasonPhrase = words),
            StubHandler.Throw(new HttpRequestException(words, inner)),
            StubHandler.Throw(withData),
            StubHandler.Throw(new IOException("lost", inner)),
            StubHandler.Throw(new TaskCanceledException(words)),
        ])
        {
            await using var client = run.Connect(options => options.PrimaryHandler = () => new StubHandler(step));
            await run.AskAllAsync(client);
        }

        AssertNothingLeaked(run);
        AssertCovers(run, "TraceServerException.ToString()", "TraceTransportException.ToString()");
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public async Task Nothing_leaks_from_a_token_provider_that_fails(string subject)
    {
        var planted = SubjectOf(subject);
        await using var run = await LeakRun.StartAsync(planted);
        var inner = new InvalidOperationException($"the vault gave {planted.Token} to {Planted.EMail}")
        {
            Data =
            { ["token"] = planted.Token }
        };
        foreach (var fault in (Exception[])[inner, new IOException("no vault", inner), new TimeoutException(planted.Token),
            new OperationCanceledException(planted.Token, inner)])
        {
            // At once, or when it is asked for another token in the place of a refused one.
            foreach (var isFirst in (bool[])[true, false])
            {
                await using var client = run.Connect(options => options.TokenProvider = BearerTokenProvider.From(
                    (request, _) =>
                        isFirst || request.ForceRefresh ? throw fault : ValueTask.FromResult(new BearerToken($"{planted.Token}x"))));
                await run.AskAllAsync(client);
            }
        }

        AssertNothingLeaked(run);
        AssertCovers(run, "TraceAuthenticationException.ToString()", "TraceTransportException.ToString()");
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public async Task Nothing_leaks_from_a_token_that_is_refused_or_renewed(string subject)
    {
        var planted = SubjectOf(subject);
        await using var run = await LeakRun.StartAsync(planted);
        var token = new BearerToken(planted.Token, DateTimeOffset.UnixEpoch);
        run.Evidence.AddObject(token);
        run.Evidence.AddObject(new BearerTokenRequest(planted.Contract.Name, ForceRefresh: true) { RefusedValue = planted.Token });
        await using (var refused = run.Connect(options => options.Token = $"{planted.Token}x"))
            await run.AskAllAsync(refused);
        await using (var renewed = run.Connect(options => options.TokenProvider = BearerTokenProvider.Cached(BearerTokenProvider.From(
            (request, _) => ValueTask.FromResult(new BearerToken(request.ForceRefresh ? planted.Token : $"{planted.Token}x"))))))
        {
            await run.AskAllAsync(renewed);
        }

        AssertNothingLeaked(run);
        AssertCovers(run, "BearerToken.ToString()", "BearerTokenRequest.ToString()", "TraceAuthenticationException.ToString()",
            "log of TraceClient.Http");
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public async Task Nothing_leaks_from_an_open_circuit(string subject)
    {
        var planted = SubjectOf(subject);
        await using var run = await LeakRun.StartAsync(planted);
        await using var client =
            run.Connect(options => (options.Resilience.CircuitFailureRatio, options.Resilience.CircuitMinimumThroughput) = (0.1, 2));
        var body = EchoedBodies.OfErrors(planted.Token).First();

        await WithAsync(run, 503, body, () => run.AskAllAsync(client));

        AssertNothingLeaked(run);
        AssertCovers(run, "TraceTransportException.ToString()", "log of TraceClient.Http");
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public async Task Nothing_leaks_from_options_that_are_wrong(string subject)
    {
        var planted = SubjectOf(subject);
        await using var run = await LeakRun.StartAsync(planted);
        foreach (var wrong in (Action<TraceSourceOptions>[])
        [
            options => options.Token = $"{planted.Token}\n",
            options => options.Token = $"Bearer {planted.Token}",
            options => options.BaseAddress = new Uri($"https://user:{planted.Token}@leaks.example.org/"),
            options => options.BaseAddress = new Uri($"https://leaks.example.org/?token={planted.Token}"),
            options => options.BaseAddress = new Uri($"ftp://leaks.example.org/{planted.Token}"),
            options => options.BaseAddress = new Uri(planted.Token, UriKind.Relative),
            options => (options.BaseAddress, options.Resilience.MaxRetries) = (new Uri($"http://leaks.example.org/#{planted.Token}"), -1),
        ])
        {
            await run.KeepAsync(async () =>
            {
                await using var client = run.Connect(wrong);
                await run.AskAsync(client);
            });
        }

        foreach (var text in (string[])["", $"{planted.Token}\r", $"Bearer {planted.Token}"])
        {
            await run.KeepAsync(() => Task.FromResult(new BearerToken(text)));
            await run.KeepAsync(() => Task.FromResult(BearerTokenProvider.FromValue(text)));
        }

        AssertNothingLeaked(run);
        AssertCovers(run, "OptionsValidationException.ToString()", "ArgumentException.ToString()");
    }

    [Fact]
    public void What_is_planted_is_found_wherever_it_shows()
    {
        var planted = new Planted("kub/9QxVb7Lm2Rk+TzR4wPn8sYd3Hf6JgC1v==");
        var evidence = new Evidence(planted);

        evidence.AddException(new InvalidOperationException("outer", new IOException("inner") { Data = { ["a"] = planted.Token } }));
        evidence.AddException(
            new TraceServerException("server", HttpStatusCode.BadGateway) { ResponseBody = $"{Planted.Phrase} {Planted.EMail}" });
        evidence.AddObject(new TraceUpdate(null!, [], [new Span { Id = "1", Name = "n", Type = new SpanType(Planted.Phrase) }]));
        evidence.Add("a log", "ends in 9QxVb7Lm2Rk+TzR4");

        Assert.Collection(
            evidence.Leaks.Select(leak => leak.Split(',')[0]),
            leak => Assert.Equal("e-mail address in TraceServerException.ResponseBody", leak),
            leak => Assert.Equal("part of the token in a log", leak),
            leak => Assert.Equal("phrase in Span.ToString()", leak),
            leak => Assert.Equal("phrase in SpanType.ToString()", leak),
            leak => Assert.Equal("token in IOException.Data", leak));
    }

    private static async Task WithAsync(LeakRun run, int status, (string Body, string Type) body, Func<Task> ask)
    {
        run.Evidence.Doing = string.Create(CultureInfo.InvariantCulture, $"{status} with {body.Body}");
        var echo = body.Body.Replace(Planted.Phrase, "-", StringComparison.Ordinal).Replace(Planted.Key, "-", StringComparison.Ordinal);
        var headers = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["X-Trace-ID"] = echo,
            ["WWW-Authenticate"] = $"Bearer error=\"{echo}\"",
            ["Set-Cookie"] = $"session={echo}",
        };
        using (run.OnAll().RespondWith(status, status == 304 ? "" : body.Body, body.Type, headers: headers))
            await ask();
    }

    private static LeakSubject SubjectOf(string name) => name switch
    {
        "kubiya" => new KubiyaLeaks(),
        "galtea" => new GalteaLeaks(),
        _ => new CalyptiaLeaks(name.Contains("project", StringComparison.Ordinal)),
    };

    private static void AssertNothingLeaked(LeakRun run)
    {
        var leaks = run.Evidence.Leaks.Select(leak => leak.Length > 600 ? leak[..600] : leak).ToList();
        Assert.True(leaks.Count == 0, $"{leaks.Count} leaks:\n{string.Join('\n', leaks.Take(12))}");
    }

    // A search that looks at nothing finds nothing.
    private static void AssertCovers(LeakRun run, params string[] places) =>
        Assert.Empty(places.Except(run.Evidence.Places.Keys, StringComparer.Ordinal));
}
