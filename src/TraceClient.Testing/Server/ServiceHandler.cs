namespace TraceClient.Testing;

/// <summary>The base of the three services: authenticates, calls the endpoint, and writes errors in the service's own format.</summary>
internal abstract class ServiceHandler
{
    public virtual async Task HandleAsync(RequestContext context)
    {
        try
        {
            Authenticate(context);
            await DispatchAsync(context).ConfigureAwait(false);
        }
        catch (HttpErrorException error)
        {
            await RespondWithErrorAsync(context, error).ConfigureAwait(false);
        }
    }

    public Task RespondWithErrorAsync(RequestContext context, HttpErrorException error)
    {
        foreach (var (name, value) in error.Headers)
            context.SetHeader(name, value);
        return context.RespondAsync(error.Status, writer => WriteError(writer, error));
    }

    /// <summary>Creates the error for an invalid query parameter. Each service has its own status code for it.</summary>
    public abstract HttpErrorException InvalidParameter(string name, string? value, string problem, string kind);

    public void RejectQuery(RequestContext context) => _ = new QueryReader(context, this, []);

    protected abstract void Authenticate(RequestContext context);

    protected abstract Task DispatchAsync(RequestContext context);

    protected abstract void WriteError(Utf8JsonWriter writer, HttpErrorException error);

    public abstract HttpErrorException InvalidBody(string problem, string? member = null);

    public static HttpErrorException MethodNotAllowed(RequestContext context, string allowed) => new(405, "Method Not Allowed")
    {
        Hint = $"{context.Request.Path} takes {allowed}, not {context.Method}",
        Headers = [new("Allow", allowed)],
    };

    protected void RejectBody(RequestContext context)
    {
        if (context.Body.Length > 0)
            throw InvalidBody($"{context.Method} {context.Request.Path} takes no body");
    }

    /// <summary>Reads the body as a JSON object that has only the given members.</summary>
    public JsonElement ReadBody(RequestContext context, params ReadOnlySpan<string> members)
    {
        var type = context.Header("Content-Type");
        if (type is null || !type.Split(';')[0].Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            throw new HttpErrorException(415, "Unsupported Media Type")
            {
                Hint = "a body needs Content-Type: application/json",
                Place = "body",
            };
        }

        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(context.Body);
            root = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw InvalidBody("the body is not JSON");
        }

        if (root.ValueKind != JsonValueKind.Object)
            throw InvalidBody("the body must be a JSON object");
        foreach (var member in root.EnumerateObject())
        {
            if (!members.Contains(member.Name))
                throw InvalidBody($"unknown member \"{member.Name}\"", member.Name);
        }

        return root;
    }
}
