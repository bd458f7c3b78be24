namespace TraceClient.Testing;

/// <summary>Builds a rule for fault injection: conditions, and then one effect, which adds the rule.</summary>
public sealed class FaultRuleBuilder
{
    private readonly FaultRules _rules;
    private readonly string _requests;
    private Func<RecordedRequest, bool> _matches;
    private Func<int, bool> _appliesTo = _ => true;
    private TimeSpan _delay;
    private bool _hasProbability;

    internal FaultRuleBuilder(FaultRules rules, SimulatedService? service, string? method, string? path)
    {
        _rules = rules;
        _requests = $"{service?.ToString() ?? "any service"} {method ?? "any method"} {path ?? "any path"}";
        _matches = request =>
            (service is null || request.Service == service)
            && (method is null || string.Equals(request.Method, method, StringComparison.OrdinalIgnoreCase))
            && (path is null || Glob.Matches(request.Path, path));
    }

    /// <summary>Adds a condition on the request.</summary>
    /// <param name="predicate">Whether the rule matches a request.</param>
    /// <returns>This builder.</returns>
    public FaultRuleBuilder When(Func<RecordedRequest, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var before = _matches;
        _matches = request => before(request) && predicate(request);
        return this;
    }

    /// <summary>Applies the rule to the first matching requests only.</summary>
    /// <param name="calls">The number of requests.</param>
    /// <returns>This builder.</returns>
    public FaultRuleBuilder Times(int calls) => OnMatches(number => number <= calls);

    /// <summary>Applies the rule to one matching request only.</summary>
    /// <param name="number">The number of the request, from 1.</param>
    /// <returns>This builder.</returns>
    public FaultRuleBuilder OnCall(int number) => OnMatches(match => match == number);

    /// <summary>Applies the rule to a matching request and all later ones.</summary>
    /// <param name="number">The number of the request, from 1.</param>
    /// <returns>This builder.</returns>
    public FaultRuleBuilder FromCall(int number) => OnMatches(match => match >= number);

    /// <summary>Applies the rule to a part of the matching requests, which depends on the seed only.</summary>
    /// <param name="probability">The probability, from 0 to 1.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>This builder.</returns>
    public FaultRuleBuilder WithProbability(double probability, int seed = 42)
    {
        var random = new SeededRandom(seed, "fault");
        _hasProbability = true;
        return OnMatches(number => (random.At(number) >> 11) * (1.0 / (1UL << 53)) < probability);
    }

    /// <summary>Waits before the effect, by <see cref="TraceSimulatorOptions.TimeProvider"/>.</summary>
    /// <param name="delay">The time to wait.</param>
    /// <returns>This builder.</returns>
    public FaultRuleBuilder After(TimeSpan delay)
    {
        _delay = delay;
        return this;
    }

    /// <summary>Delays the response, which is not changed otherwise.</summary>
    /// <param name="delay">The time to wait, by <see cref="TraceSimulatorOptions.TimeProvider"/>.</param>
    /// <returns>The added rule.</returns>
    public FaultRule Delay(TimeSpan delay) => After(delay).Add(new Fault());

    /// <summary>Responds with a status code, without calling the service.</summary>
    /// <param name="status">The status code.</param>
    /// <param name="body">The body; null for an error in the format of the service.</param>
    /// <param name="contentType">The content type of <paramref name="body"/>.</param>
    /// <param name="retryAfter">The value of <c>Retry-After</c>, rounded up to whole seconds; null for none.</param>
    /// <param name="headers">Additional header fields; null for none.</param>
    /// <returns>The added rule.</returns>
    public FaultRule RespondWith(int status, string? body = null, string contentType = "application/json", TimeSpan? retryAfter = null,
        IReadOnlyDictionary<string, string>? headers = null)
    {
        List<KeyValuePair<string, string>> fields = [.. headers ?? new Dictionary<string, string>(StringComparer.Ordinal)];
        if (retryAfter is { } wait)
            fields.Add(new("Retry-After", Math.Ceiling(wait.TotalSeconds).ToString("0", CultureInfo.InvariantCulture)));
        return Add(new Fault
        {
            Status = status,
            Body = body is null ? (ReadOnlyMemory<byte>?)null : Encoding.UTF8.GetBytes(body),
            ContentType = contentType,
            Headers = fields,
        });
    }

    /// <summary>Responds with a status code and a body of bytes, without calling the service.</summary>
    /// <param name="status">The status code.</param>
    /// <param name="body">The body.</param>
    /// <param name="contentType">The content type of <paramref name="body"/>.</param>
    /// <returns>The added rule.</returns>
    public FaultRule RespondWith(int status, ReadOnlyMemory<byte> body, string contentType = "application/json") =>
        Add(new Fault { Status = status, Body = body, ContentType = contentType });

    /// <summary>Responds with an HTML page, as a login page or a proxy does.</summary>
    /// <param name="status">The status code.</param>
    /// <returns>The added rule.</returns>
    public FaultRule RespondWithHtml(int status = 200) =>
        RespondWith(
            status, "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><form action=\"/login\"></form></body></html>\n",
            "text/html; charset=utf-8");

    /// <summary>Resets the connection before any response.</summary>
    /// <returns>The added rule.</returns>
    public FaultRule ResetConnection() => Add(new Fault { IsReset = true });

    /// <summary>Truncates the body and closes the connection. <c>Content-Length</c> is larger.</summary>
    /// <param name="bytes">The length of the truncated body in bytes.</param>
    /// <returns>The added rule.</returns>
    public FaultRule CutBodyAt(long bytes) => Add(new Fault { CreateStream = body => new TruncatedBodyStream(body, bytes) });

    /// <summary>Sends the body slowly, in small parts.</summary>
    /// <param name="bytes">The size of a part in bytes.</param>
    /// <param name="pause">The time between two parts, by <see cref="TraceSimulatorOptions.TimeProvider"/>.</param>
    /// <returns>The added rule.</returns>
    public FaultRule Trickle(int bytes, TimeSpan pause) => Add(new Fault { TrickleBytes = bytes, TricklePause = pause });

    /// <summary>Inserts a byte into the body that makes the JSON invalid.</summary>
    /// <param name="at">The offset in bytes; the end for a shorter body.</param>
    /// <returns>The added rule.</returns>
    public FaultRule InvalidJson(long at = 1) => Add(new Fault { CreateStream = body => new InvalidJsonStream(body, at) });

    /// <summary>Inserts bytes that are not UTF-8 into the first string value of the body.</summary>
    /// <returns>The added rule.</returns>
    public FaultRule InvalidUtf8() => Add(new Fault { CreateStream = body => new InvalidUtf8Stream(body) });

    /// <summary>Sends the unchanged body with another content type.</summary>
    /// <param name="contentType">The content type.</param>
    /// <returns>The added rule.</returns>
    public FaultRule ContentType(string contentType) => Add(new Fault { ContentType = contentType, IsContentTypeOnly = true });

    /// <summary>Responds with 200 and a body that does not end while the client reads.</summary>
    /// <param name="kind">The content of the body.</param>
    /// <returns>The added rule.</returns>
    public FaultRule EndlessBody(EndlessBodyKind kind = EndlessBodyKind.Text) => Add(new Fault { Endless = kind });

    /// <summary>Sends the page of the previous request to the same path again.</summary>
    /// <remarks>The first request has no previous one, and gets its own page.</remarks>
    /// <returns>The added rule.</returns>
    public FaultRule RepeatPage() => Add(new Fault { RepeatPage = true });

    /// <summary>Starts a page early, so that it repeats the last rows of the page before, as if new rows had been inserted.</summary>
    /// <remarks>Pages of Calyptia's records start one row early at most.</remarks>
    /// <param name="rows">The number of rows.</param>
    /// <returns>The added rule.</returns>
    public FaultRule ShiftPage(int rows = 1) => Add(new Fault { PageShift = rows });

    /// <summary>Sends the cursor of the request as the cursor of the next page. Only Calyptia has cursors.</summary>
    /// <returns>The added rule.</returns>
    public FaultRule RepeatCursor() => Add(new Fault { RepeatCursor = true });

    private FaultRuleBuilder OnMatches(Func<int, bool> appliesTo)
    {
        var before = _appliesTo;
        _appliesTo = number => before(number) && appliesTo(number);
        return this;
    }

    private FaultRule Add(Fault fault, [CallerMemberName] string effect = "") => _rules.Add(new FaultRule(
        _rules, _matches, _appliesTo, fault with { Delay = _delay, Time = _rules.Time }, $"{_requests} → {effect}", _hasProbability));
}
