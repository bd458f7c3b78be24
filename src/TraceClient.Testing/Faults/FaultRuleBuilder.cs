namespace TraceClient.Testing;

/// <summary>Says when a rule acts and what it does: some conditions, then one effect, which adds the rule.</summary>
public sealed class FaultRuleBuilder
{
    private readonly FaultRules _rules;
    private readonly string _requests;
    private Func<RecordedRequest, bool> _matches;
    private Func<int, bool> _isTurn = _ => true;
    private TimeSpan _delay;
    private bool _isByChance;

    internal FaultRuleBuilder(FaultRules rules, SimulatedService? service, string? method, string? path)
    {
        _rules = rules;
        _requests = $"{service?.ToString() ?? "any service"} {method ?? "any method"} {path ?? "any path"}";
        _matches = request =>
            (service is null || request.Service == service)
            && (method is null || string.Equals(request.Method, method, StringComparison.OrdinalIgnoreCase))
            && (path is null || Glob.Matches(request.Path, path));
    }

    /// <summary>Only requests of which this is true as well.</summary>
    public FaultRuleBuilder When(Func<RecordedRequest, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var before = _matches;
        _matches = request => before(request) && predicate(request);
        return this;
    }

    /// <summary>Acts on the first so many matching requests; without such a condition on all.</summary>
    public FaultRuleBuilder Times(int calls) => OnTurns(call => call <= calls);

    /// <summary>Acts on the matching request with this number only, counted from 1.</summary>
    public FaultRuleBuilder OnCall(int number) => OnTurns(call => call == number);

    /// <summary>Acts from the matching request with this number on, counted from 1.</summary>
    public FaultRuleBuilder FromCall(int number) => OnTurns(call => call >= number);

    /// <summary>Acts on a part of the matching requests; which ones is fixed by the seed.</summary>
    /// <param name="probability">0 for none to 1 for all.</param>
    /// <param name="seed">Another seed, another choice.</param>
    public FaultRuleBuilder WithProbability(double probability, int seed = 42)
    {
        var noise = new Noise(seed, "fault");
        _isByChance = true;
        return OnTurns(call => (noise.At(call) >> 11) * (1.0 / (1UL << 53)) < probability);
    }

    /// <summary>Waits before the effect, by the simulator's clock.</summary>
    public FaultRuleBuilder After(TimeSpan delay)
    {
        _delay = delay;
        return this;
    }

    /// <summary>Answers late, else as usual.</summary>
    public FaultRule Delay(TimeSpan delay) => After(delay).Add(new Fault());

    /// <summary>Answers with a status of choice, and nothing happens to the data.</summary>
    /// <param name="status">The status code.</param>
    /// <param name="body">The body; null for an error in the service's own shape.</param>
    /// <param name="contentType">The type of <paramref name="body"/>.</param>
    /// <param name="retryAfter">Sent as <c>Retry-After</c> in whole seconds, rounded up; null for none.</param>
    /// <param name="headers">More header fields; null for none.</param>
    public FaultRule RespondWith(int status, string? body = null, string contentType = "application/json", TimeSpan? retryAfter = null,
        IReadOnlyDictionary<string, string>? headers = null)
    {
        List<KeyValuePair<string, string>> fields = [.. headers ?? new Dictionary<string, string>(StringComparer.Ordinal)];
        if (retryAfter is { } wait)
            fields.Add(new(
                "Retry-After", Math.Ceiling(wait.TotalSeconds).ToString("0", System.Globalization.CultureInfo.InvariantCulture)));
        return Add(new Fault
        {
            Status = status,
            Body = body is null
            ? (ReadOnlyMemory<byte>?)null
            : Encoding.UTF8.GetBytes(body),
            ContentType = contentType,
            Headers = fields
        });
    }

    /// <summary>Answers with bytes of choice, which need not be text.</summary>
    public FaultRule RespondWith(int status, ReadOnlyMemory<byte> body, string contentType = "application/json") =>
        Add(new Fault { Status = status, Body = body, ContentType = contentType });

    /// <summary>Answers with an HTML page, as a login page or a proxy does.</summary>
    public FaultRule RespondWithHtml(int status = 200) =>
        RespondWith(
            status, "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><form action=\"/login\"></form></body></html>\n",
            "text/html; charset=utf-8");

    /// <summary>Closes the connection with a reset, before any answer.</summary>
    public FaultRule ResetConnection() => Add(new Fault { IsReset = true });

    /// <summary>Ends the answer after so many bytes of its body, though its head had announced more.</summary>
    public FaultRule CutBodyAt(long bytes) => Add(new Fault { Alter = body => new CutBody(body, bytes) });

    /// <summary>Sends the body a few bytes at a time, waiting in between by the simulator's clock.</summary>
    public FaultRule Trickle(int bytes, TimeSpan pause) => Add(new Fault { TrickleBytes = bytes, TricklePause = pause });

    /// <summary>Puts a byte that no JSON has there into the body.</summary>
    /// <param name="at">The byte's offset; a shorter body gets it at its end.</param>
    public FaultRule InvalidJson(long at = 1) => Add(new Fault { Alter = body => new SpoiledJson(body, at) });

    /// <summary>Puts bytes that are not UTF-8 into the first string value of the body.</summary>
    public FaultRule InvalidUtf8() => Add(new Fault { Alter = body => new SpoiledText(body) });

    /// <summary>Sends the right body under a wrong content type.</summary>
    public FaultRule ContentType(string contentType) => Add(new Fault { ContentType = contentType, IsContentTypeOnly = true });

    /// <summary>Answers 200 with a body that does not end while the client reads.</summary>
    public FaultRule EndlessBody(EndlessBodyKind kind = EndlessBodyKind.Text) => Add(new Fault { Endless = kind });

    /// <summary>Answers as it answered the request before to the same path:
    /// the previous page again. The first is answered as usual.</summary>
    public FaultRule RepeatPage() => Add(new Fault { IsPageRepeated = true });

    /// <summary>Starts a page so many rows early, as if new rows had come
    /// in between: the last rows of the page before are repeated.</summary>
    /// <remarks>For Calyptia's records one row at most.</remarks>
    public FaultRule ShiftPage(int rows = 1) => Add(new Fault { PageShift = rows });

    /// <summary>Gives, as the cursor of the next page, the one that was asked with. Calyptia only: the others have no cursors.</summary>
    public FaultRule RepeatCursor() => Add(new Fault { IsCursorRepeated = true });

    private FaultRuleBuilder OnTurns(Func<int, bool> isTurn)
    {
        var before = _isTurn;
        _isTurn = call => before(call) && isTurn(call);
        return this;
    }

    private FaultRule Add(Fault fault, [CallerMemberName] string effect = "") => _rules.Add(new FaultRule(
        _rules, _matches, _isTurn, fault with { Delay = _delay, Time = _rules.Time }, $"{_requests} → {effect}", _isByChance));
}
