using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using TraceClient.Otlp;

namespace Replication;

/// <summary>A small OTLP receiver: prints a line for each trace of a request and takes it.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _server;

    private Receiver(WebApplication server) => _server = server;

    public Uri Endpoint => new(new Uri(_server.Urls.Single()), "v1/traces");

    public static async Task<Receiver> StartAsync(TextWriter output)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        server.MapPost("/v1/traces", (HttpRequest request) => TakeAsync(request, output));
        await server.StartAsync();
        return new Receiver(server);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task<IResult> TakeAsync(HttpRequest request, TextWriter output)
    {
        await foreach (var trace in new OtlpReader().ReadTracesAsync(request.Body, request.HttpContext.RequestAborted))
        {
            var start = trace.StartTime?.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{OtlpIds.TraceId(trace.Source, trace.Id)}  {trace.Source,-9} {trace.Name,-34} "
                + $"{trace.Status,-8} {start,-19} {trace.Spans.Count,4} spans"));
        }

        // An empty message: all was taken.
        return Results.Bytes([], "application/x-protobuf");
    }
}
