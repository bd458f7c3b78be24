using Polly;

namespace TraceClient.Http;

/// <summary>Runs each request through the source's resilience pipeline.</summary>
internal sealed class ResilienceHandler(ResiliencePipeline<HttpResponseMessage> pipeline, TimeProvider timeProvider) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var context = RetryContext.Start(timeProvider, cancellationToken);
        try
        {
            context.Properties.Set(SourceResiliencePipeline.RequestKey, request);
            var outcome = await pipeline.ExecuteOutcomeAsync(
                static (context, attempt) => attempt.Handler.AttemptAsync(attempt.Request, context.CancellationToken),
                context,
                (Handler: this, Request: request)).ConfigureAwait(false);
            RequestState.Of(request).TotalTimeoutPassed = RetryContext.IsTotalTimeoutPassed(context);
            outcome.ThrowIfException();
            return outcome.Result!;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async ValueTask<Outcome<HttpResponseMessage>> AttemptAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        RequestState.Of(request).Attempts++;
        try
        {
            return Outcome.FromResult(await base.SendAsync(request, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception fault)
        {
            return Outcome.FromException<HttpResponseMessage>(fault);
        }
    }
}
