namespace TraceClient;

/// <summary>Options for retries, timeouts, circuit breaker and rate limit of a source's requests.</summary>
public sealed class ResilienceOptions
{
    /// <summary>Gets or sets how often a failed request is sent again; 0 turns
    /// retries off. Only GET, HEAD, PUT and DELETE are ever repeated.</summary>
    /// <value>The default is 3.</value>
    [Values(0, int.MaxValue, "must be 0 or more")]
    public int MaxRetries { get; set; } = 3;

    /// <summary>Gets or sets the wait before the first retry; it doubles with each further one, with jitter.</summary>
    /// <value>The default is 500 ms.</value>
    [Values(0, ValuesAttribute.Day, "must be from 0 to 1 day")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Gets or sets the longest wait between two attempts, unless the service requests a longer one.</summary>
    /// <value>The default is 30 s.</value>
    [Values(0, ValuesAttribute.Day, "must be from 0 to 1 day")]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the time for one attempt, up to the headers of its response; 0 for no limit.</summary>
    /// <value>The default is 30 s.</value>
    [Values(0.01, ValuesAttribute.Day, "must be from 10 ms to 1 day, or 0 for no limit", OrZero = true)]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the time for all attempts and the waits between them, with the
    /// body where it is a single value; of a list, up to the headers. 0 for no limit.</summary>
    /// <remarks>A retry that would have to wait beyond it is not begun: the failure at hand is thrown at once.</remarks>
    /// <value>The default is 100 s.</value>
    [Values(0.01, ValuesAttribute.Day, "must be from 10 ms to 1 day, or 0 for no limit", OrZero = true)]
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>Gets or sets the longest silence while a body is read; 0 for no limit.</summary>
    /// <value>The default is 100 s.</value>
    [Values(0.01, ValuesAttribute.Day, "must be from 10 ms to 1 day, or 0 for no limit", OrZero = true)]
    public TimeSpan BodyIdleTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>Gets or sets the least average speed of a body, in bytes a second over 30 seconds; 0 for no limit.</summary>
    /// <remarks>Only time in which a read waits for the network counts: a list that is read slowly by the caller is not slow.</remarks>
    /// <value>The default is 128.</value>
    [Values(0, int.MaxValue, "must be 0 or more")]
    public int MinimumBytesPerSecond { get; set; } = 128;

    /// <summary>Gets or sets the share of failed attempts from which the
    /// circuit opens, over 0 to 1; 0 turns the circuit breaker off.</summary>
    /// <remarks>Failed is an attempt without a response or with status 408 or 5xx.
    /// While the circuit is open, requests of the source fail at once.</remarks>
    /// <value>The default is 0.5.</value>
    [Values(0, 1, "must be from 0 (no circuit breaker) to 1")]
    public double CircuitFailureRatio { get; set; } = 0.5;

    /// <summary>Gets or sets how many requests within <see cref="CircuitSamplingDuration"/>
    /// it takes before the circuit can open; at least 2.</summary>
    /// <value>The default is 20.</value>
    [Values(2, int.MaxValue, "must be 2 or more")]
    public int CircuitMinimumThroughput { get; set; } = 20;

    /// <summary>Gets or sets the time over which failures are counted; at least 500 ms.</summary>
    /// <value>The default is 30 s.</value>
    [Values(0.5, ValuesAttribute.Day, "must be from 500 ms to 1 day")]
    public TimeSpan CircuitSamplingDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long the circuit stays open; at least 500 ms.</summary>
    /// <value>The default is 15 s.</value>
    [Values(0.5, ValuesAttribute.Day, "must be from 500 ms to 1 day")]
    public TimeSpan CircuitBreakDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Gets or sets the most requests in any minute; further ones wait for
    /// their turn. A retry belongs to its request and is not counted again.</summary>
    /// <value>The default is null: no limit on this side.</value>
    [Values(1, int.MaxValue, "must be 1 or more, or left out for no limit")]
    public int? RequestsPerMinute { get; set; }

    /// <summary>Gets or sets a pipeline of your own in the place of all of the above. It gets each request as one execution.</summary>
    /// <value>The default is null.</value>
    public ResiliencePipeline<HttpResponseMessage>? Pipeline { get; set; }
}
