using TraceClient.Telemetry;

namespace TraceClient.Http;

/// <summary>Counts what goes out, nearest to the wire.</summary>
internal sealed class RequestCountingHandler(string sourceName) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            Instruments.RequestAnswered(sourceName, request.Method, (int)response.StatusCode);
            return response;
        }
        catch (Exception fault)
        {
            Instruments.RequestFailed(sourceName, request.Method, fault);
            throw;
        }
    }
}
