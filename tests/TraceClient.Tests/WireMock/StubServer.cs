using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;
using WireMock.Settings;

namespace TraceClient.Tests.Stubs;

/// <summary>Represents a service on a free loopback port whose responses a test sets, and makes clients of it.</summary>
/// <remarks>Each source has a path of its own below the address of the
/// server: <c>/calyptia</c>, <c>/kubiya</c> and <c>/galtea</c>.</remarks>
internal sealed class StubServer : IDisposable
{
    /// <summary>The token of each source, unless a test sets another one.</summary>
    public const string Token = "gsk_stub-token-0123456789";

    /// <summary>A page of Kubiya's traces that is the last one and has none.</summary>
    public const string EmptyPage = """{"items":[],"has_next":false}""";

    public const string KubiyaTraces = "/kubiya/api/v1/traces";

    private readonly WireMockServer _server = WireMockServer.Start(new WireMockServerSettings { Urls = ["http://127.0.0.1:0"] });
    private int _scenarios;

    /// <summary>Gets the address, without a path.</summary>
    public Uri Address => new(_server.Url!);

    /// <summary>Gets all requests in the order in which they arrived, also those to paths without a response.</summary>
    public IReadOnlyList<StubRequest> Requests => [.. _server.LogEntries.Select(entry => StubRequest.Of(entry.RequestMessage!))];

    public static IRequestBuilder Get(string path) => Request.Create().WithPath(path).UsingGet();

    public static IRequestBuilder Post(string path) => Request.Create().WithPath(path).UsingPost();

    public static IRequestBuilder Delete(string path) => Request.Create().WithPath(path).UsingDelete();

    public static IRequestBuilder Anything() => Request.Create().WithPath("/*");

    public static IResponseBuilder Json(int status, string body = "{}") =>
        Response.Create().WithStatusCode(status).WithHeader("Content-Type", "application/json").WithBody(body);

    public static IResponseBuilder Html(int status, string title) =>
        Response.Create().WithStatusCode(status).WithHeader("Content-Type", "text/html; charset=utf-8")
            .WithBody($"<!DOCTYPE html>\n<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>");

    public static IResponseBuilder Empty(int status) => Response.Create().WithStatusCode(status);

    /// <summary>Reads a recorded body of a service.</summary>
    public static string Sample(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", name));

    /// <summary>Sets the responses to a request. The last one is repeated.</summary>
    public void Respond(IRequestBuilder request, params IReadOnlyList<IResponseBuilder> responses)
    {
        if (responses.Count == 1)
        {
            _server.Given(request).RespondWith(responses[0]);
            return;
        }

        var scenario = $"scenario {++_scenarios}";
        for (var i = 0; i < responses.Count; i++)
        {
            var step = _server.Given(request).InScenario(scenario).WillSetStateTo(State(Math.Min(i + 1, responses.Count - 1)));
            (i == 0 ? step : step.WhenStateIs(State(i))).RespondWith(responses[i]);
        }

        static string State(int number) => string.Create(CultureInfo.InvariantCulture, $"after {number}");
    }

    /// <summary>Makes a client of all three sources without retries.</summary>
    public StandaloneTraceClient CreateClient(Action<TraceClientsOptions>? configure = null, TimeProvider? timeProvider = null) =>
        TraceClients.Create(
        options =>
        {
            Configure(options.Calyptia, "calyptia");
            Configure(options.Kubiya, "kubiya");
            Configure(options.Galtea, "galtea");
            configure?.Invoke(options);
        },
        builder => builder.Services.AddSingleton(timeProvider ?? TimeProvider.System));

    /// <summary>Sets address and token of one source, without retries.</summary>
    public void Configure(TraceSourceOptions options, string path)
    {
        options.BaseAddress = new Uri(Address, path);
        options.Token = Token;
        options.Resilience.MaxRetries = 0;
    }

    public void Dispose() => _server.Dispose();
}
