namespace Microsoft.Extensions.Http;

/// <summary>Stands for the handler of this name in Microsoft.Extensions.Http.Polly,
/// whose types clash with those of Polly.Core: it sends each request twice.</summary>
internal sealed class PolicyHttpMessageHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (await base.SendAsync(request, cancellationToken))
            return await base.SendAsync(request, cancellationToken);
    }
}
