using System.Text;
using TraceClient.Tests.Model;

namespace TraceClient.Tests.Facade;

public sealed class FullTextQueryTests
{
    private const string MediumCircle = "\u26aa";
    private const string Emoji = "\U0001f600";

    [Theory]
    [InlineData("refund", "refund")]
    [InlineData("Refund ORDER-4711", "refund order 4711")]
    [InlineData("refund refund REFUND", "refund")]
    [InlineData("a.b/c_d:e", "a b c d e")]
    [InlineData("\u00c4RGER \u0414\u041e\u041c", "\u00e4rger \u0434\u043e\u043c")]
    [InlineData("caf\u0065\u0301", "cafe\u0301")]
    [InlineData("\u6771\u4eac\u90fd", "\u6771\u4eac\u90fd")]
    [InlineData("\u0928\u092e\u0938\u094d\u0924\u0947", "\u0928\u092e\u0938\u094d\u0924\u0947")]
    [InlineData("left" + Emoji + "right", "left right")]
    [InlineData("left" + MediumCircle + "right", "left right")]
    [InlineData("\U00010400x", "\U00010428x")]
    [InlineData("half\ud83d of", "half of")]
    [InlineData("\u00bd \u2167", "\u00bd \u2177")]
    [InlineData("-1.5e10", "1 5e10")]
    public void The_words_of_a_text_are_its_letters_digits_and_marks_in_lower_case(string text, string words)
    {
        var query = FullTextQuery.Parse(text);

        Assert.Equal(words.Split(' '), query.Words);
        Assert.Empty(query.Prefixes);
    }

    [Theory]
    [InlineData("time*", "", "time")]
    [InlineData("order-47*", "order", "47")]
    [InlineData("47-x-47*", "47 x", "47")]
    [InlineData("order-order*", "order", "order")]
    [InlineData("TIME* out", "out", "time")]
    [InlineData("\u212aelvin*", "", "kelvin")]
    [InlineData("(time*)", "", "time")]
    [InlineData("time *", "time", "")]
    [InlineData("*time", "time", "")]
    [InlineData("a* a* b", "b", "a")]
    public void A_word_before_an_asterisk_is_the_beginning_of_words(string text, string words, string prefixes)
    {
        var query = FullTextQuery.Parse(text);

        Assert.Equal(words.Split(' ', StringSplitOptions.RemoveEmptyEntries), query.Words);
        Assert.Equal(prefixes.Split(' ', StringSplitOptions.RemoveEmptyEntries), query.Prefixes);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("*")]
    [InlineData("-- .. **")]
    [InlineData(Emoji)]
    [InlineData("\ud83d")]
    public void A_text_without_a_word_is_rejected(string text)
    {
        Assert.Contains("no word", Assert.Throws<ArgumentException>(() => FullTextQuery.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_long_word_the_first_64_characters_count()
    {
        var (start, span) = (new string('x', 64), Named(new string('x', 64) + "tail"));

        Assert.Equal([start], FullTextQuery.WordsOf(span));
        Assert.True(FullTextQuery.Parse(start + "other").IsMatch(span));
        Assert.True(FullTextQuery.Parse(start + "other*").IsMatch(span));
        Assert.False(FullTextQuery.Parse(start[1..]).IsMatch(span));
    }

    [Fact]
    public void A_long_word_is_not_cut_within_a_surrogate_pair()
    {
        var text = new string('x', 63) + "\U00010428" + "y";

        Assert.Equal([new string('x', 63)], FullTextQuery.Parse(text).Words);
    }

    [Fact]
    public void Of_a_span_with_very_many_words_250000_characters_count()
    {
        var words = Enumerable.Range(0, 40_000).Select(i => $"w{i:00000}x").ToList();
        var body = JsonPayload.FromString(string.Join(' ', words));
        var span = Named("first") with { Records = [new Record { Kind = RecordKind.Log, Body = body }] };

        var found = FullTextQuery.WordsOf(span);

        Assert.InRange(found.Sum(word => word.Length), 250_000, 250_000 + 64);
        Assert.Contains(words[30_000], found);
        Assert.DoesNotContain(words[39_999], found);
        Assert.True(FullTextQuery.Parse("first").IsMatch(span));
    }

    [Fact]
    public void A_word_that_repeats_does_not_count_towards_the_limit()
    {
        var span = Named(string.Concat(Enumerable.Repeat("again ", 100_000)) + "last");

        Assert.Equal(["again", "last"], FullTextQuery.WordsOf(span));
    }

    [Fact]
    public void The_words_of_a_span_are_those_of_its_name_message_attributes_resource_and_records()
    {
        var span = Named("in_name") with
        {
            StatusMessage = "in message",
            Attributes = AttributeMap.Empty.With("key-of-attribute", "value"),
            Resource = AttributeMap.Empty.With("service.name", "shop"),
            Records =
            [
                new Record
                {
                    Kind = RecordKind.Event,
                    Name = "event",
                    Attributes = AttributeMap.Empty.With("k", 17),
                    Body = JsonPayload.Parse("""{"member":["body",true,-2.5,null]}"""),
                },
            ],
        };

        Assert.Equal(
            ["2", "17", "5", "body", "event", "in", "message", "name", "shop", "true", "value"],
            FullTextQuery.WordsOf(span).OrderBy(word => word is "2" ? "0" : word, StringComparer.Ordinal));
    }

    [Fact]
    public void The_words_of_a_trace_are_its_own_and_a_trace_matches_by_them_or_by_one_of_its_spans()
    {
        var trace = TraceAssembler.Assemble(
            new Trace
            {
                Reference = new TraceReference("galtea", "t"),
                Name = "run",
                ServiceName = "shop",
                SessionId = "s-1",
                User = "ann",
                Attributes = AttributeMap.Empty.With("k", "v"),
            },
            [Named("alpha beta"), Named("gamma") with { Id = "2" }],
            null);

        Assert.Equal(["run", "shop", "s", "1", "ann", "v"], FullTextQuery.WordsOf(trace));
        Assert.True(FullTextQuery.Parse("ann shop").IsMatch(trace));
        Assert.True(FullTextQuery.Parse("BETA alp*").IsMatch(trace));
        Assert.False(FullTextQuery.Parse("alpha gamma").IsMatch(trace));
        Assert.False(FullTextQuery.Parse("alpha ann").IsMatch(trace));
        Assert.False(FullTextQuery.Parse("alph").IsMatch(trace));
    }

    [Fact]
    public void Attributes_of_every_kind_and_depth_have_words()
    {
        var deep = Enumerable.Range(0, 5000).Aggregate((AttributeValue)"bottom", (inner, _) => AttributeValue.From([inner]));
        var values = AttributeMap.Empty.With("deep", deep).With("yes", true).With("count", -12).With("ratio", 0.25)
            .With("map", AttributeValue.From(AttributeMap.Empty.With("key", "inner"))).With("nothing", default(AttributeValue));

        var words = FullTextQuery.WordsOf(Named("n") with { Attributes = values });

        Assert.Equal(["0", "12", "25", "bottom", "inner", "n", "true"], words.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_body_of_any_depth_has_words()
    {
        var json = string.Concat(Enumerable.Repeat("[", 20_000)) + "\"bottom\"" + string.Concat(Enumerable.Repeat("]", 20_000));

        Assert.True(FullTextQuery.Parse("bottom").IsMatch(WithBody(Encoding.UTF8.GetBytes(json))));
    }

    [Theory]
    [InlineData("""["caf\u00e9 \u0041bc"]""", "caf\u00e9 abc")]
    [InlineData("""["cut \ud83d caf\u00e9\nnext \u0041bc \"q\""]""", "cut caf\u00e9 next abc q")]
    [InlineData("""["cut \ude00 end\\u0041"]""", "cut end u0041")]
    [InlineData("""{"\ud83d":"value"}""", "value")]
    [InlineData("\"left\\ud83d\\ude00right\"", "left right")]
    public void Escapes_in_bodies_are_resolved_also_beside_half_a_surrogate_pair(string json, string words)
    {
        Assert.Equal(words.Split(' '), FullTextQuery.WordsOf(WithBody(Encoding.UTF8.GetBytes(json))).Skip(1));
    }

    [Fact]
    public void Bytes_of_bodies_that_are_not_utf8_separate_words()
    {
        Assert.Equal(
            ["name", "left", "right", "caf\u00e9"],
            FullTextQuery.WordsOf(WithBody([.. "[\"left"u8, 0xff, .. "right caf\\u00e9\"]"u8])));
    }

    [Fact]
    public void Each_word_of_a_span_finds_its_trace()
    {
        var model = new RandomModel(
            ["Order-4711 \u00c4rger", "half \ud83d pair", "\u0130stanbul \u01c5 \u1e9e", "\U00010400x", "a*b"], ["n"], ["1.50", "-2e5"],
            ["""{"a":"text \u00e9"}""", "[true,1.5]"]);
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var span = Named(model.Text(random) ?? "n") with { StatusMessage = model.Text(random), Attributes = model.Map(random) };
            Assert.All(FullTextQuery.WordsOf(span), word => Assert.True(FullTextQuery.Parse(word).IsMatch(span), word));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("--")]
    public void A_list_by_a_text_without_a_word_is_rejected_at_once(string text)
    {
        var query = new TraceQuery { FullText = text };
        var error = Assert.Throws<ArgumentException>(
            () => Client(Finding("a")).ListTracesAsync(query, TestContext.Current.CancellationToken));

        Assert.Equal("query", error.ParamName);
        Assert.Contains("no word", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_without_full_text_search_fails_and_says_what_to_do()
    {
        var source = new FakeSource("kubiya", FakeSource.Summary("kubiya", "k", 1)) { Filters = TraceFilters.All & ~TraceFilters.FullText };

        var error = await Assert.ThrowsAsync<TraceClientException>(() => IdsAsync(source));

        Assert.Equal(
            "The source 'kubiya' has no full-text search. Copy its traces to a store or a file, and search there.", error.Message);
        Assert.Equal(("kubiya", "ListTraces", false), (error.SourceName, error.Operation, error.IsTransient));
        Assert.Null(source.Asked);
    }

    [Fact]
    public async Task A_source_with_full_text_search_receives_the_words_and_the_limit()
    {
        var source = Finding("file");

        Assert.Equal(["file-1"], await IdsAsync(source));
        Assert.Equal(("some words", 10), (source.Asked!.FullText, source.Asked.Limit));
    }

    [Fact]
    public async Task A_list_of_sources_of_which_one_has_no_full_text_search_fails_after_the_traces_of_the_others()
    {
        var client = Client(Finding("file"), new FakeSource("kubiya"));
        var listed = new List<string>();

        var error = await Assert.ThrowsAsync<PartialTraceListException>(async () =>
        {
            await foreach (var summary in client.ListTracesAsync(Query, TestContext.Current.CancellationToken))
                listed.Add(summary.Id);
        });

        Assert.Equal(["file-1"], listed);
        var failure = Assert.Single(error.Failures);
        Assert.Equal("kubiya", failure.SourceName);
        Assert.Contains("no full-text search", failure.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_continues_on_failures_reports_the_source_without_full_text_search()
    {
        var list = Client(Finding("file"), new FakeSource("kubiya"))
            .ListTracesAsync(Query with { ContinueOnSourceFailure = true }, TestContext.Current.CancellationToken);

        Assert.Equal(["file-1"], await list.Select(summary => summary.Id).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal("kubiya", Assert.Single(list.Failures).SourceName);
    }

    [Fact]
    public void The_text_of_a_query_does_not_have_the_words()
    {
        var text = new TraceQuery { FullText = "ann@example.com" }.ToString();

        Assert.Contains("by full text", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ann", text, StringComparison.Ordinal);
    }

    private static TraceQuery Query { get; } = new() { FullText = "some words", Limit = 10 };

    private static FakeSource Finding(string name) =>
        new(name, FakeSource.Summary(name, $"{name}-1", 1)) { Filters = TraceFilters.FullText };

    private static MergedTraceClient Client(params ITraceSource[] sources) => new(sources, TimeProvider.System);

    private static async Task<IReadOnlyList<string>> IdsAsync(FakeSource source)
    {
        var token = TestContext.Current.CancellationToken;
        return await Client(source).ListTracesAsync(Query, token).Select(summary => summary.Id).ToListAsync(token);
    }

    private static Span Named(string name) => new() { Id = "1", Name = name };

    private static Span WithBody(byte[] utf8) =>
        Named("name") with { Records = [new Record { Kind = RecordKind.Log, Body = JsonPayload.FromUtf8(utf8) }] };
}
