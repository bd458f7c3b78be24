using TraceClient.Analysis;

namespace TraceClient.Testing;

/// <summary>Reads policies from JSON. Every member must be known and have a valid value.</summary>
internal static partial class PolicyReader
{
    private const int MaxCount = int.MaxValue;
    private const long MaxTokens = 9_007_199_254_740_991;
    private const decimal MaxCost = 1_000_000_000_000;

    public static TracePolicy Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json.Span.StartsWith(Encoding.UTF8.Preamble) ? json[3..] : json);
            return ReadPolicy(document.RootElement);
        }
        catch (JsonException exception)
        {
            // The message of the parser can quote the text.
            throw new TraceFormatException(string.Create(
                CultureInfo.InvariantCulture,
                $"Invalid JSON in line {exception.LineNumber + 1}, column {exception.BytePositionInLine + 1} of the policy."));
        }
        catch (InvalidOperationException)
        {
            throw new TraceFormatException("The policy has text that is not valid Unicode.");
        }
    }

    private static TracePolicy ReadPolicy(JsonElement json)
    {
        var members = PolicyObject.Of(
            json, "$", "$schema", "status", "maxErrors", "maxDuration", "maxTokens", "maxCost", "maxSpans", "models", "tools", "spans",
            "baseline");
        if (members.Names.All(name => name == "$schema"))
            throw PolicyObject.Invalid("$", "has no checks. Use " + members.Known);
        _ = members.Get("$schema", Text);
        return new TracePolicy
        {
            Status = members.GetValue("status", Status),
            MaxErrors = members.GetValue("maxErrors", Number),
            MaxDuration = members.GetValue("maxDuration", Duration),
            MaxTokens = members.GetValue("maxTokens", (json, error) => (long)Whole(json, MaxTokens, error)),
            MaxCost = members.GetValue("maxCost", Cost),
            MaxSpans = members.GetValue("maxSpans", Number),
            Models = members.Get("models", Names),
            Tools = members.Get("tools", Tools),
            Spans = members.Get("spans", Spans) ?? [],
            Baseline = members.Get("baseline", Baseline),
        };
    }

    private static ToolPolicy Tools(JsonElement json, PolicyError error)
    {
        var members = PolicyObject.Of(json, error.Path, "required", "inOrder", "forbidden", "maxCalls");
        if (members.Names.Count == 0)
            throw error.Of("has no checks. Use " + members.Known);
        if (members.Names.Contains("inOrder", StringComparer.Ordinal) && !members.Names.Contains("required", StringComparer.Ordinal))
            throw PolicyObject.Invalid($"{error.Path}.inOrder", "needs the member required");
        return new ToolPolicy
        {
            Required = members.Get("required", Names),
            InOrder = members.GetValue("inOrder", Flag) ?? false,
            Forbidden = members.Get("forbidden", Names),
            MaxCalls = members.GetValue("maxCalls", Number),
        };
    }

    private static SpanPolicy[] Spans(JsonElement json, PolicyError error) => Items(json, error, Span);

    private static SpanPolicy Span(JsonElement json, PolicyError error)
    {
        var members = PolicyObject.Of(json, error.Path, "name", "type", "service", "min", "max", "maxDuration", "maxErrors");
        if (!members.Names.Any(name => name is "name" or "type" or "service"))
            throw error.Of("selects no spans. Use name, type or service");
        var rule = new SpanPolicy
        {
            Name = members.Get("name", Text),
            Type = members.GetValue("type", (json, error) => new SpanType(Text(json, error))),
            Service = members.Get("service", Text),
            Min = members.GetValue("min", Number),
            Max = members.GetValue("max", Number),
            MaxDuration = members.GetValue("maxDuration", Duration),
            MaxErrors = members.GetValue("maxErrors", Number),
        };
        return rule;
    }

    private static BaselinePolicy Baseline(JsonElement json, PolicyError error)
    {
        var members = PolicyObject.Of(json, error.Path, "file", "durationTolerance", "tokenTolerance", "compareContent");
        if (!members.Names.Contains("file", StringComparer.Ordinal))
            throw error.Of("needs the member file");
        var tolerance = new TraceComparisonOptions();
        return new BaselinePolicy
        {
            File = members.Get("file", Text),
            Tolerance = new TraceComparisonOptions
            {
                DurationTolerance = members.GetValue("durationTolerance", Part) ?? tolerance.DurationTolerance,
                TokenTolerance = members.GetValue("tokenTolerance", Part) ?? tolerance.TokenTolerance,
                CompareContent = members.GetValue("compareContent", Flag) ?? tolerance.CompareContent,
            },
        };
    }

    private static TraceStatus Status(JsonElement json, PolicyError error) => json.ValueKind != JsonValueKind.String ? throw Wrong(error)
        : json.GetString() switch
        {
            "Ok" => TraceStatus.Ok,
            "Error" => TraceStatus.Error,
            "Unset" => TraceStatus.Unset,
            _ => throw Wrong(error),
        };

    private static TraceFormatException Wrong(PolicyError error) => error.Of("must be \"Ok\", \"Error\" or \"Unset\"");

    private static string Text(JsonElement json, PolicyError error) =>
        json.ValueKind == JsonValueKind.String && json.GetString() is var text && !string.IsNullOrWhiteSpace(text)
            ? text
            : throw error.Of("must be a text that is not empty");

    private static bool Flag(JsonElement json, PolicyError error) => json.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw error.Of("must be true or false"),
    };

    private static int Number(JsonElement json, PolicyError error) => (int)Whole(json, MaxCount, error);

    // 5.0 is a whole number for JSON Schema.
    private static decimal Whole(JsonElement json, decimal max, PolicyError error) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetDecimal(out var number) && number >= 0 && number <= max
            && decimal.IsInteger(number)
            ? number
            : throw error.Of(string.Create(CultureInfo.InvariantCulture, $"must be a whole number from 0 to {max}"));

    private static decimal Cost(JsonElement json, PolicyError error) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetDecimal(out var number) && number is >= 0 and <= MaxCost
            ? number
            : throw error.Of(string.Create(CultureInfo.InvariantCulture, $"must be a number from 0 to {MaxCost}"));

    private static double Part(JsonElement json, PolicyError error) =>
        json.ValueKind == JsonValueKind.Number && json.TryGetDouble(out var number) && number is >= 0 and <= 1
            ? number
            : throw error.Of("must be a number from 0 to 1, such as 0.2 for 20 %");

    private static TimeSpan Duration(JsonElement json, PolicyError error)
    {
        if (json.ValueKind != JsonValueKind.String || DurationForm().Match(json.GetString()!) is not { Success: true } match)
            throw error.Of("must be a duration such as \"750ms\", \"5s\", \"2m\" or \"1h\"");
        var ticks = match.Groups["unit"].Value switch
        {
            "ms" => TimeSpan.TicksPerMillisecond,
            "s" => TimeSpan.TicksPerSecond,
            "m" => TimeSpan.TicksPerMinute,
            _ => TimeSpan.TicksPerHour,
        };
        return new TimeSpan((long)(decimal.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) * ticks));
    }

    private static string[] Names(JsonElement json, PolicyError error) => Items(json, error, Text);

    private static T[] Items<T>(JsonElement json, PolicyError error, Func<JsonElement, PolicyError, T> read)
    {
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() == 0)
            throw error.Of("must be a list that is not empty");
        return [.. json.EnumerateArray().Select((item, index) =>
            read(item, new PolicyError(string.Create(CultureInfo.InvariantCulture, $"{error.Path}[{index}]"))))];
    }

    // With eight digits the longest duration is within the range of TimeSpan.
    [GeneratedRegex(@"\A(?<number>[0-9]{1,8}(\.[0-9]{1,7})?)(?<unit>ms|s|m|h)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DurationForm();
}

/// <summary>Represents an object of a policy whose members are all known.</summary>
internal sealed class PolicyObject
{
    private const int MaxName = 60;
    private readonly string _path;
    private readonly string[] _known;
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);

    private PolicyObject(string path, string[] known) => (_path, _known) = (path, known);

    /// <summary>Gets the names of the members that the object has.</summary>
    public IReadOnlyCollection<string> Names => _members.Keys;

    /// <summary>Gets the names of the members that the object can have, for a message.</summary>
    public string Known
    {
        get
        {
            string[] names = [.. _known.Where(name => name[0] != '$')];
            return $"{string.Join(", ", names[..^1])} or {names[^1]}";
        }
    }

    public static PolicyObject Of(JsonElement json, string path, params string[] known)
    {
        var members = new PolicyObject(path, known);
        if (json.ValueKind != JsonValueKind.Object)
            throw Invalid(path, "must be an object");
        foreach (var member in json.EnumerateObject())
        {
            var name = member.Name;
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                var shown = $"{path}.{SafeText.Of(name, MaxName)}";
                throw Invalid(shown, $"is unknown.{NameSuggestion.Of(name, known)} Known members: {string.Join(", ", known)}");
            }

            if (!members._members.TryAdd(name, member.Value))
                throw Invalid($"{path}.{name}", "is there twice");
        }

        return members;
    }

    public T? Get<T>(string name, Func<JsonElement, PolicyError, T> read)
        where T : class => _members.TryGetValue(name, out var json) ? read(json, new PolicyError($"{_path}.{name}")) : null;

    public T? GetValue<T>(string name, Func<JsonElement, PolicyError, T> read)
        where T : struct => _members.TryGetValue(name, out var json) ? read(json, new PolicyError($"{_path}.{name}")) : null;

    public static TraceFormatException Invalid(string path, string problem) => new PolicyError(path).Of(problem);
}

/// <summary>Creates the exceptions for a member of a policy.</summary>
/// <param name="Path">The JSON path of the member.</param>
internal sealed record PolicyError(string Path)
{
    public TraceFormatException Of(string problem) => new($"Invalid policy: {Path} {problem}.") { JsonPath = Path };
}
