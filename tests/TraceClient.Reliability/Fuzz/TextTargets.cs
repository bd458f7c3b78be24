using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TraceClient.Calyptia;
using TraceClient.Replication;
using TraceClient.Testing;
using TraceClient.Tool;

namespace TraceClient.Reliability.Fuzz;

/// <summary>What people write: configuration, references, times, durations, command lines.</summary>
internal sealed class TextTargets : IDisposable
{
    private const string Configuration = $$"""
        {
          "Calyptia": {
            "Token": "{{ErrorRule.Token}}", "ProjectId": "p", "PipelineIds": ["a", "b"], "PageSize": 50,
            "ChunkGap": "00:01:00", "TokenKind": "User"
          },
          "Kubiya": {
            "BaseAddress": "https://kubiya.example.org/",
            "Token": "{{ErrorRule.Token}}", "TokenScheme": "UserKey", "AllowInsecureHttp": false,
            "Resilience": { "MaxRetries": 3, "RetryDelay": "00:00:00.5", "AttemptTimeout": "00:00:30",
              "CircuitFailureRatio": 0.5, "RequestsPerMinute": 100 },
            "Limits": { "MaxElementBytes": 65536, "MaxJsonDepth": 512 }
          },
          "Galtea": { "Enabled": true, "Token": "{{ErrorRule.Token}}", "SortAsTwoValues": true }
        }
        """;

    private const string ToolConfiguration = $$"""
        {
          // a comment
          "Kubiya": { "Token": "{{ErrorRule.Token}}", "BaseAddress": "https://kubiya.example.org/", },
          "Profiles": {
            "dev": { "Galtea": { "Token": "y", "Resilience": { "MaxRetries": 1 } } },
            "prod": { "Calyptia": { "Token": "x", "PipelineIds": ["a"] } }
          }
        }
        """;

    private const string Policy = """
        {
          "$schema": "policy.schema.json", "status": "Ok", "maxErrors": 0, "maxDuration": "1.5s", "maxTokens": 8000, "maxCost": 0.05,
          "maxSpans": 20, "models": ["gpt-4*", "claude-?"],
          "tools": { "required": ["lookup_order", "send_*"], "inOrder": true, "forbidden": ["delete_*"], "maxCalls": 3 },
          "spans": [
            { "name": "plan*", "type": "Generation", "service": "shop", "min": 1, "max": 2, "maxDuration": "750ms", "maxErrors": 0 }
          ],
          "baseline": { "file": "golden.json", "durationTolerance": 0.2, "tokenTolerance": 0.05, "compareContent": false }
        }
        """;

    private static readonly Trace Checked = new TraceBuilder("galtea", "turn-1")
        .Span("agent", SpanType.Agent, agent => agent.Child("plan", SpanType.Generation).Child("send_mail", SpanType.Tool))
        .Build();

    private static readonly string[] References = ["kubiya:4bf92f3577b34da6a3ce929d0e0e4736", "calyptia:4615dc5f/trace.3/8e1d5673",
        "galtea:inferenceResult_1", ":", "a:", ":b", " a:b "];

    private static readonly string[] Times =
    [
        "2h", "90s", "500ms", "7d", "1.5h", "10m0s", "1h0m0s", "3m12.345678s", "950ms", "-1ns", "2026-11-24", "2026-11-24T15:04:05Z",
        "2026-11-24T15:04:05.123456789+02:00",
        "9999999999999999999h", "0001-01-01", "9999-12-31T23:59:59Z", "1w", "1e9s", "1795310059", "", ".", "h", "1/4", "4/4", "0/0",
    ];

    private static readonly string[] Words =
    [
        "list", "show", "follow", "export", "stats", "records", "config", "doctor", "calyptia", "session", "--since", "--limit", "--source",
        "--output", "--token", "--url",
        "--demo", "--to", "--file", "--help", "-", "--", "kubiya", "2h", "-1", "json", "@file", "[suggest]", "\ud800", "=",
        "--limit=5", "kubiya=x", "''",
    ];

    private static readonly string[] Searches =
        ["refund order-47*", "\u0130\u01c5\u1e9e \u212a*", "\ud83d\ude00 caf\u00e9", "\ud83d", "*", "--", "\U00010400*x", "e\u0301"];

    private readonly string _path = Path.GetTempFileName();

    public IEnumerable<FuzzTarget> All() =>
    [
        new("text.reference", ReadReference, static exception => exception is FormatException or ArgumentException),
        new("text.policy", ReadPolicy),
        new("text.full-text", ReadFullText, static exception => exception is ArgumentException),
        new("text.time", ReadTime, static exception => exception is FormatException),
        new("configuration.sdk", ReadConfigurationAsync, static exception => exception is OptionsValidationException),
        new("configuration.tool", ReadToolConfiguration, static exception => exception is ConfigurationException),
        new("configuration.command-line", ReadCommandLine),
        new("text.list-parameters", ReadListParameters, static exception => exception is UsageException),
    ];

    public void Dispose() => File.Delete(_path);

    // One for all cases, as in the program: an option keeps each command that it was added to.
    private static readonly TracectlCommand Command = new(["help"]);

    private static Task ReadReference(FuzzCase fuzz)
    {
        var text = Text(fuzz, References);
        if (TraceReference.TryParse(text, out var reference) && reference != TraceReference.Parse(reference.ToString()))
            throw new FuzzViolationException("A reference is another one after it was written and read.");
        _ = fuzz.Random.Next(2) == 0 ? TraceReference.Parse(text) : new TraceReference(text, text);
        return Task.CompletedTask;
    }

    private static Task ReadFullText(FuzzCase fuzz)
    {
        var query = FullTextQuery.Parse(string.Join("", Enumerable.Range(0, fuzz.Random.Next(1, 4)).Select(_ => Text(fuzz, Searches))));
        if (query.Words.Concat(query.Prefixes).Any(word => word.Length is 0 or > FullTextQuery.MaxWordLength))
            throw new FuzzViolationException("A word is empty or too long.");
        var text = string.Join(' ', query.Words.Concat(query.Prefixes));
        if (!query.IsMatch(new Span { Id = "1", Name = text }))
            throw new FuzzViolationException("A query does not find its own words.");
        return Task.CompletedTask;
    }

    private static Task ReadPolicy(FuzzCase fuzz)
    {
        var json = Encoding.UTF8.GetString(MutateKeys(fuzz, Policy));
        fuzz.Note(json);
        var policy = TracePolicy.Parse(json);
        if (policy.Checks.Count == 0)
            throw new FuzzViolationException("A policy has no checks.");
        var violations = policy.Check(Checked);
        if (violations.FirstOrDefault(one => !policy.Checks.Contains(one.Check, StringComparer.Ordinal)) is { } unknown)
            throw new FuzzViolationException($"A violation has the unknown check {unknown.Check}.");
        _ = new TraceAssertionException(Checked, violations).Message;
        return Task.CompletedTask;
    }

    private static Task ReadListParameters(FuzzCase fuzz)
    {
        var parameters = new TraceListParameters(
            _ => fuzz.Random.Next(3) == 0 ? Text(fuzz, Times) : null, ["kubiya"], DateTimeOffset.UnixEpoch);
        var (offset, limit) = parameters.ToPage();
        if (offset < 0 || limit is < 0 or > TraceListParameters.MaxLimit)
            throw new FuzzViolationException("A list has more rows than allowed.");
        _ = new TraceIndex(["kubiya"]).List(parameters.ToQuery());
        return Task.CompletedTask;
    }

    private static Task ReadTime(FuzzCase fuzz)
    {
        var text = Text(fuzz, Times);
        if (CalyptiaLifespan.TryParse(text, out var lifespan))
            _ = (lifespan.ToString(), lifespan.Duration);
        if (TraceTimestamp.TryParse(text, out var time) && TraceTimestamp.Parse(time.ToString()) != time)
            throw new FuzzViolationException("A time is another one after it was written and read.");
        _ = TimeParser.TryParse(text, DateTimeOffset.UnixEpoch, out _) && TimeParser.TryParseDuration(text, out _);
        _ = fuzz.Random.Next(2) == 0 ? TraceTimestamp.Parse(text).ToString() : TraceShard.Parse(text).ToString();
        return Task.CompletedTask;
    }

    private static async Task ReadConfigurationAsync(FuzzCase fuzz)
    {
        var json = MutateKeys(fuzz, Configuration);
        IConfiguration configuration;
        try
        {
            configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(json)).Build();
        }
        catch (Exception exception)
            when (exception is FormatException or InvalidDataException or InvalidOperationException or JsonException)
        {
            // Malformed JSON is for the JSON provider to report. Other providers have keys and values of any kind.
            configuration = new ConfigurationBuilder().AddInMemoryCollection(Damaged(fuzz)).Build();
        }

        var services = new ServiceCollection();
        services.AddTraceClients(configuration);
        await using var provider = services.BuildServiceProvider();
        _ = provider.GetRequiredService<ITraceClient>().Sources.Count;
    }

    private static Dictionary<string, string?> Damaged(FuzzCase fuzz)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Configuration));
        var entries = new ConfigurationBuilder().AddJsonStream(stream).Build().AsEnumerable()
            .ToDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (var key in entries.Keys.Order(StringComparer.Ordinal).Where(_ => fuzz.Random.Next(10) == 0).ToList())
            entries[key] = Text(fuzz,
                [entries[key] ?? "", "-1", "1e400", "true", "99:99:99", "http://x", "ftp://x", $"https://{ErrorRule.Token}@x/", "\r\n"]);
        return entries;
    }

    private Task ReadToolConfiguration(FuzzCase fuzz)
    {
        File.WriteAllBytes(_path, MutateKeys(fuzz, ToolConfiguration));
        Environment.SetEnvironmentVariable("TRACECTL_CONFIG", _path);
        if (ConfigurationFile.Read() is not { } file)
            return Task.CompletedTask;
        foreach (var level in file.Profiles.Select(file.Profile).Prepend(file.Defaults()))
        {
            foreach (var source in SettingNames.Sources)
            {
                var settings = new SourceSettings(source, [level]);
                if (settings.All.Select(chosen =>
                    chosen.Setting.DisplayValue).FirstOrDefault(shown => ErrorRule.LeakIn(shown) == "the token") is not null)
                    throw new FuzzViolationException("A setting is shown with the token.");
                settings.Resolve();
            }
        }

        return Task.CompletedTask;
    }

    private static Task ReadCommandLine(FuzzCase fuzz)
    {
        var words = Enumerable.Range(0, fuzz.Random.Next(1, 8))
            .Select(_ => fuzz.Random.Next(4) == 0 ? Text(fuzz, Words) : Words[fuzz.Random.Next(Words.Length)]).ToArray();
        words = [.. words.Select(word => word.Replace("\0", "", StringComparison.Ordinal))];
        fuzz.Note(string.Join(' ', words));
        foreach (var error in TracectlCommand.Parse(Command, words).Errors)
            _ = error.Message;
        return Task.CompletedTask;
    }

    // A key that is unknown is named, whatever its name: in a configuration only the token is a secret.
    private static byte[] MutateKeys(FuzzCase fuzz, string json)
    {
        var text = Encoding.Latin1.GetString(new JsonMutator(fuzz.Random).Mutate(Encoding.UTF8.GetBytes(json)));
        text = text.Replace(ErrorRule.Phrase, "x", StringComparison.Ordinal).Replace(ErrorRule.EMail, "x", StringComparison.Ordinal);
        return Encoding.Latin1.GetBytes(text);
    }

    private static string Text(FuzzCase fuzz, string[] texts)
    {
        var random = fuzz.Random;
        var bytes = Encoding.UTF8.GetBytes(texts[random.Next(texts.Length)]);
        for (var changes = random.Next(4); changes > 0; changes--)
            bytes = ByteMutator.Mutate(random, bytes);
        var text = random.Next(20) == 0 ? "\ud800" : Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, 5000)));
        fuzz.Note(text);
        return text;
    }
}
