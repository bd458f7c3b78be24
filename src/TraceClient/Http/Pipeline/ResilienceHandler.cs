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

/// <summary>What the handlers of the chain tell each other about one request, for its error text.</summary>
internal sealed class RequestState
{
    private static readonly HttpRequestOptionsKey<RequestState> Key = new("TraceClient.RequestState");

    private volatile string[] _tokens = [];

    /// <summary>How often the request went out.</summary>
    public int Attempts { get; set; }

    /// <summary>Gets or sets when the request entered the pipeline, as a timestamp of the source's time provider.</summary>
    public long StartedAt { get; set; }

    /// <summary>True when it was the time for all attempts that ran out, not the time for one.</summary>
    public bool TotalTimeoutPassed { get; set; }

    /// <summary>Gets or sets whether an attempt may have done its work although no response says so.</summary>
    public bool MayHaveBeenDone { get; set; }

    /// <summary>Gets or sets whether a further attempt could do harm.</summary>
    public bool MustNotRepeat { get; set; }

    /// <summary>The tokens sent with the request: they are taken out of every text about it.</summary>
    public IReadOnlyList<string> Tokens => _tokens;

    /// <summary>The request's state; made at the first call.</summary>
    public static RequestState Of(HttpRequestMessage request)
    {
        if (request.Options.TryGetValue(Key, out var state))
            return state;

        // The table of options has three places, and Refit fills them; nothing here looks at the interface.
        ((IDictionary<string, object?>)request.Options).Remove(Refit.HttpRequestMessageOptions.InterfaceType);
        state = new RequestState();
        request.Options.Set(Key, state);
        return state;
    }

    public void AddToken(string token)
    {
        if (!_tokens.Contains(token, StringComparer.Ordinal))
            _tokens = [.. _tokens, token];
    }
}
