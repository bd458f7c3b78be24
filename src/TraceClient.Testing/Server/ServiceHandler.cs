namespace TraceClient.Testing;

/// <summary>What the three services share: authentication first, then the endpoint, and refusals in the service's own shape.</summary>
internal abstract class ServiceHandler
{
    public virtual async Task HandleAsync(Exchange exchange)
    {
        try
        {
            Authenticate(exchange);
            await DispatchAsync(exchange).ConfigureAwait(false);
        }
        catch (Refusal refusal)
        {
            await RefuseAsync(exchange, refusal).ConfigureAwait(false);
        }
    }

    public Task RefuseAsync(Exchange exchange, Refusal refusal)
    {
        foreach (var (name, value) in refusal.Headers)
            exchange.SetHeader(name, value);
        return exchange.AnswerAsync(refusal.Status, writer => WriteRefusal(writer, refusal));
    }

    /// <summary>The refusal of a query parameter: each service has its own status for it.</summary>
    public abstract Refusal BadParameter(string name, string? value, string problem, string kind);

    protected abstract void Authenticate(Exchange exchange);

    protected abstract Task DispatchAsync(Exchange exchange);

    protected abstract void WriteRefusal(Utf8JsonWriter writer, Refusal refusal);

    protected abstract Refusal BadBody(string problem, string? member = null);

    protected static Refusal MethodNotAllowed(Exchange exchange, string allowed) => new(405, "Method Not Allowed")
    {
        Hint = $"{exchange.Request.Path} takes {allowed}, not {exchange.Method}",
        Headers = [new("Allow", allowed)],
    };

    protected void NoBody(Exchange exchange)
    {
        if (exchange.Body.Length > 0)
            throw BadBody($"{exchange.Method} {exchange.Request.Path} takes no body");
    }

    /// <summary>The request body as a JSON object that has no member but the named ones.</summary>
    protected JsonElement ObjectBody(Exchange exchange, params ReadOnlySpan<string> members)
    {
        var type = exchange.Header("Content-Type");
        if (type is null || !type.Split(';')[0].Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase))
            throw new Refusal(415, "Unsupported Media Type") { Hint = "a body needs Content-Type: application/json", Place = "body" };
        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(exchange.Body);
            root = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw BadBody("the body is not JSON");
        }

        if (root.ValueKind != JsonValueKind.Object)
            throw BadBody("the body must be a JSON object");
        foreach (var member in root.EnumerateObject())
        {
            if (!members.Contains(member.Name))
                throw BadBody($"unknown member \"{member.Name}\"", member.Name);
        }

        return root;
    }
}
