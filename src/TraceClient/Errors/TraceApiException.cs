namespace TraceClient;

/// <summary>The response has an error status.</summary>
public class TraceApiException : TraceClientException
{
    /// <summary>Creates an exception for a status.</summary>
    public TraceApiException(string message, HttpStatusCode statusCode, Exception? innerException = null)
        : base(message, innerException) => StatusCode = statusCode;

    /// <summary>Gets the HTTP status of the response.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>The service's own code of the error, where it gave one, such as <c>RESOURCE_NOT_FOUND</c>.</summary>
    public string? ErrorCode
    {
        get => Context.ErrorCode;
        init => Context.ErrorCode = value;
    }

    /// <summary>Gets the first 8 KB of the response's body as text, with tokens and e-mail addresses taken out; null when there was none.</summary>
    public string? ResponseBody
    {
        get => Context.ResponseBody;
        init => Context.ResponseBody = value;
    }
}

/// <summary>The service did not accept the token (401).</summary>
public class TraceAuthenticationException : TraceApiException
{
    /// <summary>Creates an exception for a status.</summary>
    public TraceAuthenticationException(string message, HttpStatusCode statusCode = HttpStatusCode.Unauthorized, Exception? innerException = null)
        : base(message, statusCode, innerException)
    {
    }
}

/// <summary>The token is known but may not do this (403).</summary>
public class TraceAuthorizationException : TraceApiException
{
    /// <summary>Creates an exception for a status.</summary>
    public TraceAuthorizationException(string message, HttpStatusCode statusCode = HttpStatusCode.Forbidden, Exception? innerException = null)
        : base(message, statusCode, innerException)
    {
    }
}

/// <summary>The request conflicts with the state of the service, such as a second active trace session (409).</summary>
public class TraceConflictException : TraceApiException
{
    /// <summary>Creates an exception for a status.</summary>
    public TraceConflictException(string message, HttpStatusCode statusCode = HttpStatusCode.Conflict, Exception? innerException = null)
        : base(message, statusCode, innerException)
    {
    }
}

/// <summary>The service does not know the resource, or no longer has it (404, 410).</summary>
public class TraceNotFoundException : TraceApiException
{
    /// <summary>Creates an exception for a status.</summary>
    public TraceNotFoundException(string message, HttpStatusCode statusCode = HttpStatusCode.NotFound, Exception? innerException = null)
        : base(message, statusCode, innerException)
    {
    }
}

/// <summary>There were more requests than the service allows (429).</summary>
public class TraceRateLimitException : TraceApiException
{
    /// <summary>Creates an exception for a status.</summary>
    public TraceRateLimitException(string message, HttpStatusCode statusCode = HttpStatusCode.TooManyRequests, Exception? innerException = null)
        : base(message, statusCode, innerException)
    {
    }

    /// <summary>How long to wait before the next request, as the service said; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>The service failed (5xx).</summary>
public class TraceServerException : TraceApiException
{
    /// <summary>Creates an exception for a status.</summary>
    public TraceServerException(string message, HttpStatusCode statusCode = HttpStatusCode.InternalServerError, Exception? innerException = null)
        : base(message, statusCode, innerException)
    {
    }
}

/// <summary>The service refused what was sent (400, 414, 422).</summary>
public class TraceValidationException : TraceApiException
{
    /// <summary>Creates an exception for a status.</summary>
    public TraceValidationException(string message, HttpStatusCode statusCode = HttpStatusCode.BadRequest, Exception? innerException = null)
        : base(message, statusCode, innerException)
    {
    }

    /// <summary>What is wrong, per field as the service names it (such as <c>query.page_size</c>); empty when it named none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors { get; init; } = System.Collections.Frozen.FrozenDictionary<string, IReadOnlyList<string>>.Empty;
}
