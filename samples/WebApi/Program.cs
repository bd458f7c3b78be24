using Microsoft.AspNetCore.Http.HttpResults;
using TraceClient;
using TraceClient.Testing;

var builder = WebApplication.CreateBuilder(args);

// A tenant with a section such as Tenants:north:Kubiya:Token reads its services; one without reads a simulator in this process.
await using var north = await AddTenantAsync(builder, "north", seed: 1);
await using var south = await AddTenantAsync(builder, "south", seed: 2);
builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, TraceJson.Resolver));
builder.Services.AddHealthChecks().AddTraceClients();

var app = builder.Build();
app.MapHealthChecks("/health");
app.MapGet("/north/traces", ([FromKeyedServices("north")] ITraceClient client, int? limit, CancellationToken cancellationToken) =>
    ListAsync(client, limit, cancellationToken));
app.MapGet("/south/traces", ([FromKeyedServices("south")] ITraceClient client, int? limit, CancellationToken cancellationToken) =>
    ListAsync(client, limit, cancellationToken));
app.MapGet("/north/traces/{source}/{*id}", ([FromKeyedServices("north")] ITraceClient client, string source, string id,
    CancellationToken cancellationToken) => FindAsync(client, source, id, cancellationToken));
app.MapGet("/south/traces/{source}/{*id}", ([FromKeyedServices("south")] ITraceClient client, string source, string id,
    CancellationToken cancellationToken) => FindAsync(client, source, id, cancellationToken));
await app.RunAsync();

static async Task<TraceSimulator?> AddTenantAsync(WebApplicationBuilder builder, string tenant, int seed)
{
    var section = builder.Configuration.GetSection($"Tenants:{tenant}");
    if (section.Exists())
    {
        builder.Services.AddTraceClients(tenant, section);
        return null;
    }

    var simulator = await TraceSimulator.StartAsync(options => options.Seed = seed);
    builder.Services.AddTraceClients(tenant, simulator.Configure);
    return simulator;
}

// The list is sent as it is read: the first traces are there before the last ones have been found.
static IAsyncEnumerable<TraceSummary> ListAsync(ITraceClient client, int? limit, CancellationToken cancellationToken) =>
    client.ListTracesAsync(new TraceQuery { Limit = limit ?? 20, ContinueOnSourceFailure = true }, cancellationToken);

static async Task<Results<Ok<Trace>,
NotFound>> FindAsync(ITraceClient client, string source, string id, CancellationToken cancellationToken) =>
    client.Sources.Any(known => known.Name == source)
        && await client.FindTraceAsync(new TraceReference(source, id), cancellationToken) is { } trace
        ? TypedResults.Ok(trace)
        : TypedResults.NotFound();
