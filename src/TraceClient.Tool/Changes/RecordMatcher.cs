namespace TraceClient.Tool;

/// <summary>Matches the records after a step with those before it, since the data has no ids of records.</summary>
/// <remarks>
/// Equal records match first. Then records with the same timestamp match, which a filter seldom changes: in order if their number is
/// unchanged, otherwise by similarity. Then records match that are at least half similar. The remaining records were added or removed.
/// </remarks>
internal sealed class RecordMatcher
{
    private const double HalfSimilar = 0.5;
    private const double SomewhatSimilar = 0.3;

    // Limits the comparisons of one record to those nearest to its position, since comparing all pairs of a large chunk takes too long.
    private const int MaxCandidates = 64;

    private readonly IReadOnlyList<Record> _before;
    private readonly IReadOnlyList<Record> _after;
    private readonly int?[] _matches;
    private readonly bool[] _isMatched;
    private readonly Dictionary<Record, FlattenedBody> _flattened = new(ReferenceEqualityComparer.Instance);

    private RecordMatcher(IReadOnlyList<Record> before, IReadOnlyList<Record> after)
    {
        (_before, _after) = (before, after);
        (_matches, _isMatched) = (new int?[after.Count], new bool[before.Count]);
    }

    /// <summary>Returns, for each record after the step, the index of the matching record before it; null for an added record.</summary>
    public static IReadOnlyList<int?> Match(IReadOnlyList<Record> before, IReadOnlyList<Record> after)
    {
        var matcher = new RecordMatcher(before, after);
        matcher.MatchEqual();
        matcher.MatchByTimestamp();
        matcher.MatchInOrder(matcher.UnmatchedBefore(), matcher.UnmatchedAfter(), HalfSimilar);
        matcher.MatchMostSimilar(matcher.UnmatchedBefore(), matcher.UnmatchedAfter(), HalfSimilar);
        return matcher._matches;
    }

    private int[] UnmatchedBefore() => [.. Enumerable.Range(0, _before.Count).Where(i => !_isMatched[i])];

    private int[] UnmatchedAfter() => [.. Enumerable.Range(0, _after.Count).Where(i => _matches[i] is null)];

    private void MatchEqual()
    {
        var indexes = new Dictionary<(TraceTimestamp?, JsonPayload), Queue<int>>();
        for (var i = 0; i < _before.Count; i++)
        {
            var key = (_before[i].Timestamp, _before[i].Body);
            if (!indexes.TryGetValue(key, out var queue))
                indexes.Add(key, queue = new Queue<int>());
            queue.Enqueue(i);
        }

        for (var i = 0; i < _after.Count; i++)
        {
            if (indexes.TryGetValue((_after[i].Timestamp, _after[i].Body), out var queue) && queue.TryDequeue(out var index))
                Match(index, i);
        }
    }

    private void MatchByTimestamp()
    {
        var before = UnmatchedBefore().ToLookup(i => _before[i].Timestamp);
        foreach (var after in UnmatchedAfter().ToLookup(i => _after[i].Timestamp))
        {
            int[] candidates = [.. before[after.Key]];
            int[] group = [.. after];
            MatchInOrder(candidates, group, atLeast: 0);
            if (candidates.Length != group.Length)
                MatchMostSimilar(candidates, group, SomewhatSimilar);
        }
    }

    // Filters keep the order: with an equal number of records, a completely rewritten record matches by position.
    private void MatchInOrder(int[] before, int[] after, double atLeast)
    {
        if (before.Length != after.Length)
            return;
        for (var i = 0; i < after.Length; i++)
        {
            if (atLeast == 0 || SimilarityOf(before[i], after[i]) >= atLeast)
                Match(before[i], after[i]);
        }
    }

    private void MatchMostSimilar(int[] before, int[] after, double atLeast)
    {
        var pairs = new List<(double Similarity, int Distance, int Before, int After)>();
        for (var rank = 0; rank < after.Length; rank++)
        {
            var expected = (int)((long)rank * before.Length / after.Length);
            var first = Math.Clamp(expected - (MaxCandidates / 2), 0, Math.Max(0, before.Length - MaxCandidates));
            for (var i = first; i < Math.Min(before.Length, first + MaxCandidates); i++)
            {
                var similarity = SimilarityOf(before[i], after[rank]);
                if (similarity >= atLeast)
                    pairs.Add((similarity, Math.Abs(i - rank), before[i], after[rank]));
            }
        }

        foreach (var pair in pairs.OrderByDescending(pair => pair.Similarity).ThenBy(pair => pair.Distance).ThenBy(pair => pair.After))
        {
            if (!_isMatched[pair.Before] && _matches[pair.After] is null)
                Match(pair.Before, pair.After);
        }
    }

    private void Match(int before, int after)
    {
        _matches[after] = before;
        _isMatched[before] = true;
    }

    private double SimilarityOf(int before, int after) => FlattenedOf(_before[before]).SimilarityTo(FlattenedOf(_after[after]));

    private FlattenedBody FlattenedOf(Record record)
    {
        if (!_flattened.TryGetValue(record, out var leaves))
            _flattened.Add(record, leaves = new FlattenedBody(record));
        return leaves;
    }
}
