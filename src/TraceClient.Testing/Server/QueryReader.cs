namespace TraceClient.Testing;

/// <summary>Reads a query strictly: a parameter that the endpoint does not document, or that is repeated, is an error.</summary>
internal sealed class QueryReader
{
    private readonly RequestContext _exchange;
    private readonly ServiceHandler _service;

    public QueryReader(RequestContext context, ServiceHandler service, string[] single, string[]? repeated = null)
    {
        (_exchange, _service) = (context, service);
        foreach (var (name, value) in context.Query)
        {
            if (repeated?.Contains(name, StringComparer.Ordinal) == true)
                continue;
            if (!single.Contains(name, StringComparer.Ordinal))
                throw service.InvalidParameter(name, value,
                    $"unknown parameter \"{name}\"; this endpoint takes {Names([.. single, .. repeated ?? []])}", "extra_forbidden");
            if (Many(name).Count > 1)
                throw service.InvalidParameter(name, value, $"\"{name}\" was sent more than once", "multiple_values");
        }
    }

    public string? Text(string name) => Many(name) is [var value, ..] ? value : null;

    public IReadOnlyList<string> Many(string name) =>
        [.. _exchange.Query.Where(pair => string.Equals(pair.Key, name, StringComparison.Ordinal)).Select(pair => pair.Value)];

    public long? Integer(string name, long least, long most = int.MaxValue)
    {
        if (Text(name) is not { } text)
            return null;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            throw _service.InvalidParameter(
                name, text, "Input should be a valid integer, unable to parse string as an integer", "int_parsing");
        if (value < least)
            throw _service.InvalidParameter(name, text,
                string.Create(CultureInfo.InvariantCulture, $"Input should be greater than or equal to {least}"), "greater_than_equal");
        if (value > most)
            throw _service.InvalidParameter(name, text,
                string.Create(CultureInfo.InvariantCulture, $"Input should be less than or equal to {most}"), "less_than_equal");
        return value;
    }

    public bool? Boolean(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (text.ToUpperInvariant() is "TRUE" or "1" or "ON" or "YES" or "T" or "Y")
            return true;
        if (text.ToUpperInvariant() is "FALSE" or "0" or "OFF" or "NO" or "F" or "N")
            return false;
        throw _service.InvalidParameter(name, text, "Input should be a valid boolean, unable to interpret input", "bool_parsing");
    }

    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
            return null;
        return TimestampFormat.TryParse(text, out var time)
            ? time
            : throw _service.InvalidParameter(
                name, text, "Input should be a valid datetime; a + must be sent as %2B", "datetime_from_date_parsing");
    }

    public TimeWindow Window(string from, string to) => new(Time(from)?.UtcTicks, Time(to)?.UtcTicks);

    private static string Names(string[] names) => names.Length == 0 ? "none" : string.Join(", ", names);
}
