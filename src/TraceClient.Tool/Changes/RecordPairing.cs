namespace TraceClient.Tool;

/// <summary>Tells which record after a step is which one before it: nothing in the data says so.</summary>
/// <remarks>
/// Equal ones belong together first; then those of one time, for a filter seldom touches it: in order where as many went in as came out,
/// else the most similar ones first; then those that are at least half alike. What is left has been added or dropped.
/// </remarks>
internal sealed class RecordPairing
{
    private const double HalfAlike = 0.5;
    private const double SomewhatAlike = 0.3;

    // A record is compared with so many others at most, those nearest to its place: else a large chunk would take forever.
    private const int Nearest = 64;

    private readonly IReadOnlyList<Record> _before;
    private readonly IReadOnlyList<Record> _after;
    private readonly int?[] _partners;
    private readonly bool[] _isTaken;
    private readonly Dictionary<Record, RecordLeaves> _leaves = new(ReferenceEqualityComparer.Instance);

    private RecordPairing(IReadOnlyList<Record> before, IReadOnlyList<Record> after)
    {
        (_before, _after) = (before, after);
        (_partners, _isTaken) = (new int?[after.Count], new bool[before.Count]);
    }

    /// <summary>For each record after the step the place of the one before it; null for a new one.</summary>
    public static IReadOnlyList<int?> Of(IReadOnlyList<Record> before, IReadOnlyList<Record> after)
    {
        var pairing = new RecordPairing(before, after);
        pairing.PairEqual();
        pairing.PairOfOneTime();
        pairing.PairInOrder(pairing.LeftBefore(), pairing.LeftAfter(), HalfAlike);
        pairing.PairMostAlike(pairing.LeftBefore(), pairing.LeftAfter(), HalfAlike);
        return pairing._partners;
    }

    private int[] LeftBefore() => [.. Enumerable.Range(0, _before.Count).Where(i => !_isTaken[i])];

    private int[] LeftAfter() => [.. Enumerable.Range(0, _after.Count).Where(i => _partners[i] is null)];

    private void PairEqual()
    {
        var places = new Dictionary<(TraceTimestamp?, JsonPayload), Queue<int>>();
        for (var i = 0; i < _before.Count; i++)
        {
            var key = (_before[i].Timestamp, _before[i].Body);
            if (!places.TryGetValue(key, out var queue))
                places.Add(key, queue = new Queue<int>());
            queue.Enqueue(i);
        }

        for (var i = 0; i < _after.Count; i++)
        {
            if (places.TryGetValue((_after[i].Timestamp, _after[i].Body), out var queue) && queue.TryDequeue(out var place))
                Take(place, i);
        }
    }

    private void PairOfOneTime()
    {
        var before = LeftBefore().ToLookup(i => _before[i].Timestamp);
        foreach (var after in LeftAfter().ToLookup(i => _after[i].Timestamp))
        {
            int[] candidates = [.. before[after.Key]];
            int[] group = [.. after];
            PairInOrder(candidates, group, atLeast: 0);
            if (candidates.Length != group.Length)
                PairMostAlike(candidates, group, SomewhatAlike);
        }
    }

    // As many as before: none was dropped, and a filter keeps the order, so that even a record that was written anew has its partner.
    private void PairInOrder(int[] before, int[] after, double atLeast)
    {
        if (before.Length != after.Length)
            return;
        for (var i = 0; i < after.Length; i++)
        {
            if (atLeast == 0 || SimilarityOf(before[i], after[i]) >= atLeast)
                Take(before[i], after[i]);
        }
    }

    private void PairMostAlike(int[] before, int[] after, double atLeast)
    {
        var pairs = new List<(double Similarity, int Distance, int Before, int After)>();
        for (var rank = 0; rank < after.Length; rank++)
        {
            var expected = (int)((long)rank * before.Length / after.Length);
            var first = Math.Clamp(expected - (Nearest / 2), 0, Math.Max(0, before.Length - Nearest));
            for (var i = first; i < Math.Min(before.Length, first + Nearest); i++)
            {
                var similarity = SimilarityOf(before[i], after[rank]);
                if (similarity >= atLeast)
                    pairs.Add((similarity, Math.Abs(i - rank), before[i], after[rank]));
            }
        }

        foreach (var pair in pairs.OrderByDescending(pair => pair.Similarity).ThenBy(pair => pair.Distance).ThenBy(pair => pair.After))
        {
            if (!_isTaken[pair.Before] && _partners[pair.After] is null)
                Take(pair.Before, pair.After);
        }
    }

    private void Take(int before, int after)
    {
        _partners[after] = before;
        _isTaken[before] = true;
    }

    private double SimilarityOf(int before, int after) => LeavesOf(_before[before]).SimilarityTo(LeavesOf(_after[after]));

    private RecordLeaves LeavesOf(Record record)
    {
        if (!_leaves.TryGetValue(record, out var leaves))
            _leaves.Add(record, leaves = new RecordLeaves(record));
        return leaves;
    }
}
