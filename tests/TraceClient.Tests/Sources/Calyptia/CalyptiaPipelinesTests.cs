using TraceClient.Calyptia;
using static TraceClient.Tests.Sources.Calyptia.CalyptiaSourceTests;
using static TraceClient.Tests.Sources.Calyptia.CalyptiaTestData;

namespace TraceClient.Tests.Sources.Calyptia;

public sealed class CalyptiaPipelinesTests
{
    private static readonly TimeSpan Ten = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Traces_of_all_pipelines_are_merged_newest_first()
    {
        var source = Source(TwoPipelines(), tokenProject: "project");

        var summaries = await ListAsync(source, new TraceQuery());

        Assert.Equal(["b2", "a2", "b1", "a1", "a0"], summaries.Select(summary => summary.Id.Split('/')[^1]));
        Assert.Equal(["beta", "alpha", "beta", "alpha", "alpha"], summaries.Select(summary => summary.ServiceName));
    }

    [Fact]
    public async Task A_session_is_only_read_when_its_turn_comes()
    {
        var api = TwoPipelines();

        var newest = await Source(api, tokenProject: "project").ListTracesAsync(new TraceQuery(), TestContext.Current.CancellationToken)
            .FirstAsync(TestContext.Current.CancellationToken);

        Assert.EndsWith("/b2", newest.Id, StringComparison.Ordinal);
        Assert.DoesNotContain("records old", api.Requests);
    }

    [Fact]
    public async Task Pipelines_come_from_the_options_before_the_token()
    {
        var api = TwoPipelines();
        var options = new CalyptiaOptions { PipelineIds = { "pb" } };

        var summaries = await ListAsync(Source(api, options, tokenProject: "project"), new TraceQuery());

        Assert.Equal(["b2", "b1"], summaries.Select(summary => summary.Id.Split('/')[^1]));
        Assert.DoesNotContain(api.Requests, request => request.StartsWith("pipelines", StringComparison.Ordinal));
        Assert.Single(api.Requests, "pipeline pb");
    }

    [Fact]
    public async Task Without_a_project_all_projects_of_the_user_are_listed()
    {
        var api = TwoPipelines();

        var summaries = await ListAsync(Source(api, new CalyptiaOptions { PageSize = 1 }), new TraceQuery());

        Assert.Equal(5, summaries.Count);
        Assert.Contains("pipelines other", api.Requests);
    }

    [Fact]
    public async Task A_pipeline_of_another_name_is_not_read()
    {
        var api = TwoPipelines();

        var summaries = await ListAsync(Source(api, tokenProject: "project"), new TraceQuery { ServiceName = "beta" });

        Assert.Equal(2, summaries.Count);
        Assert.DoesNotContain("sessions pa", api.Requests);
    }

    [Fact]
    public async Task Sessions_outside_the_time_are_not_read()
    {
        var api = TwoPipelines();

        var summaries = await ListAsync(Source(api, tokenProject: "project"), new TraceQuery { To = Start.AddMinutes(-30) });

        Assert.Equal(["a0"], summaries.Select(summary => summary.Id.Split('/')[^1]));
        Assert.DoesNotContain("records sa", api.Requests);

        api.Requests.Clear();
        Assert.Equal(4, (await ListAsync(Source(api, tokenProject: "project"), new TraceQuery { From = Start })).Count);
        Assert.DoesNotContain("records old", api.Requests);
    }

    [Fact]
    public async Task A_pipeline_whose_name_may_not_be_read_is_listed_without_it()
    {
        var api = new FakeCalyptiaApi().WithSession("s", "secret", Start, Ten, Record("a1", 1, 0));

        Assert.Null(Assert.Single(await ListAsync(Source(api), new TraceQuery { SessionId = "s" })).ServiceName);
    }

    [Fact]
    public async Task A_pipelines_name_is_asked_for_once()
    {
        var api = TwoPipelines();
        var source = Source(api);

        await FindAsync(source, "sa/trace.0");
        await FindAsync(source, "sa/trace.0");

        Assert.Single(api.Requests, "pipeline pa");
    }

    [Fact]
    public async Task Ping_asks_for_the_project_or_for_one_of_the_users()
    {
        var api = TwoPipelines();

        await Source(api, tokenProject: "project").PingAsync(TestContext.Current.CancellationToken);
        await Source(api, new CalyptiaOptions { ProjectId = "other" }, tokenProject: "project")
            .PingAsync(TestContext.Current.CancellationToken);
        await Source(api).PingAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["project project", "project other", "projects last=1"], api.Requests);
    }

    private static FakeCalyptiaApi TwoPipelines()
    {
        var api = new FakeCalyptiaApi
        {
            Projects = { new CalyptiaProject { Id = "other" }, new CalyptiaProject { Id = "project" } },
            Pipelines =
            {
                ["other"] = [],
                ["project"] = [new CalyptiaPipeline { Id = "pa", Name = "alpha" }, new CalyptiaPipeline { Id = "pb", Name = "beta" }],
            },
        };
        return api
            .WithSession("old", "pa", Start.AddHours(-1), Ten, Record("a0", 1, -3000))
            .WithSession("sa", "pa", Start, Ten, Record("a1", 1, 0), Record("a2", 1, 200, traceId: "trace.1"))
            .WithSession("sb", "pb", Start, Ten, Record("b1", 1, 100), Record("b2", 1, 300, traceId: "trace.1"));
    }
}
