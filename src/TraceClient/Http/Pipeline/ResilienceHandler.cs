using Polly;

namespace TraceClient.Http;

/// <summary>Runs each request through the source's resilience pipeline.</summary>
internal sealed class ResilienceHandler(
    ResiliencePipeline<HttpResponseMessage> pipeline, TimeProvider timeProvider, DeleteRetry deleteRetry) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        RequestState.Of(request).StartedAt = timeProvider.GetTimestamp();
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
        var state = RequestState.Of(request);
        state.Attempts++;
        try
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            Note(request, state, RetryRules.MayHaveBeenDone(response.StatusCode));
            return Outcome.FromResult(response);
        }
        catch (Exception exception)
        {
            Note(request, state, RetryRules.MayHaveBeenDone(exception));
            return Outcome.FromException<HttpResponseMessage>(exception);
        }
    }

    private void Note(HttpRequestMessage request, RequestState state, bool mayHaveBeenDone)
    {
        state.MayHaveBeenDone |= mayHaveBeenDone;
        state.MustNotRepeat = deleteRetry == DeleteRetry.Never && request.Method == HttpMethod.Delete && state.MayHaveBeenDone;
    }
}
