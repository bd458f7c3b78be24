namespace TraceClient;

/// <summary>The response has an error status.</summary>
/// <param name="message">What happened, without secrets.</param>
/// <param name="statusCode">The HTTP status of the response.</param>
/// <param name="innerException">The exception behind it; null when there is none.</param>
public class TraceApiException(string message, HttpStatusCode statusCode, Exception? innerException = null)
    : TraceClientException(message, innerException)
{
    /// <summary>Gets the HTTP status of the response.</summary>
    public HttpStatusCode StatusCode { get; } = statusCode;

    /// <summary>Gets the service's own code of the error, where it gave one, such as <c>RESOURCE_NOT_FOUND</c>.</summary>
    public string? ErrorCode { get => Context.ErrorCode; init => Context.ErrorCode = value; }

    /// <summary>Gets the first 8 KB of the response's body as text, with tokens
    /// and e-mail addresses taken out; null when there was none.</summary>
    public string? ResponseBody { get => Context.ResponseBody; init => Context.ResponseBody = value; }
}

/// <summary>The service did not accept the token (401).</summary>
/// <param name="message">What happened, without secrets.</param>
/// <param name="statusCode">The HTTP status of the response.</param>
/// <param name="innerException">The exception behind it; null when there is none.</param>
public class TraceAuthenticationException(
    string message, HttpStatusCode statusCode = HttpStatusCode.Unauthorized, Exception? innerException = null)
    : TraceApiException(message, statusCode, innerException);

/// <summary>The token is known but may not do this (403).</summary>
/// <param name="message">What happened, without secrets.</param>
/// <param name="statusCode">The HTTP status of the response.</param>
/// <param name="innerException">The exception behind it; null when there is none.</param>
public class TraceAuthorizationException(
    string message, HttpStatusCode statusCode = HttpStatusCode.Forbidden, Exception? innerException = null)
    : TraceApiException(message, statusCode, innerException);

/// <summary>The request conflicts with the state of the service, such as a second active trace session (409).</summary>
/// <param name="message">What happened, without secrets.</param>
/// <param name="statusCode">The HTTP status of the response.</param>
/// <param name="innerException">The exception behind it; null when there is none.</param>
public class TraceConflictException(string message, HttpStatusCode statusCode = HttpStatusCode.Conflict, Exception? innerException = null)
    : TraceApiException(message, statusCode, innerException);

/// <summary>The service does not know the resource, or no longer has it (404, 410).</summary>
/// <param name="message">What happened, without secrets.</param>
/// <param name="statusCode">The HTTP status of the response.</param>
/// <param name="innerException">The exception behind it; null when there is none.</param>
public class TraceNotFoundException(string message, HttpStatusCode statusCode = HttpStatusCode.NotFound, Exception? innerException = null)
    : TraceApiException(message, statusCode, innerException);

/// <summary>There were more requests than the service allows (429).</summary>
/// <param name="message">What happened, without secrets.</param>
/// <param name="statusCode">The HTTP status of the response.</param>
/// <param name="innerException">The exception behind it; null when there is none.</param>
public class TraceRateLimitException(
    string message, HttpStatusCode statusCode = HttpStatusCode.TooManyRequests, Exception? innerException = null)
    : TraceApiException(message, statusCode, innerException)
{
    /// <summary>Gets how long to wait before the next request, as the service said; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>The service failed (5xx).</summary>
/// <param name="message">What happened, without secrets.</param>
/// <param name="statusCode">The HTTP status of the response.</param>
/// <param name="innerException">The exception behind it; null when there is none.</param>
public class TraceServerException(
    string message, HttpStatusCode statusCode = HttpStatusCode.InternalServerError, Exception? innerException = null)
    : TraceApiException(message, statusCode, innerException);

/// <summary>The service refused what was sent (400, 414, 422).</summary>
/// <param name="message">What happened, without secrets.</param>
/// <param name="statusCode">The HTTP status of the response.</param>
/// <param name="innerException">The exception behind it; null when there is none.</param>
public class TraceValidationException(
    string message, HttpStatusCode statusCode = HttpStatusCode.BadRequest, Exception? innerException = null)
    : TraceApiException(message, statusCode, innerException)
{
    /// <summary>Gets the validation errors by field as the service names it,
    /// such as <c>query.page_size</c>; empty when it named none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors { get; init; } =
        System.Collections.Frozen.FrozenDictionary<string, IReadOnlyList<string>>.Empty;
}
