namespace TraceClient.Http;

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
