namespace TraceClient.Analysis;

/// <summary>Matches the spans of two trees.</summary>
internal sealed class SpanMatcher
{
    // Above it the exact alignment of two lists of siblings would take too long.
    private const long MaxExactCells = 4_000_000;

    private readonly Side _left;
    private readonly Side _right;
    private readonly bool[] _isMoved;

    private SpanMatcher(Side left, Side right)
    {
        (_left, _right) = (left, right);
        _isMoved = new bool[left.Count];
    }

    /// <summary>Returns the spans of both trees as one tree, depth first.</summary>
    public static IEnumerable<SpanMatch> Match(SpanTimeline baseline, SpanTimeline other)
    {
        var keys = new Dictionary<(string Type, string Name), int>();
        var (left, right) = (new Side(baseline, keys), new Side(other, keys));

        // Which of several alignments is found depends on the sides. Their order is therefore that of their content.
        var isSwapped = Side.Compare(left, right) > 0;
        var matcher = isSwapped ? new SpanMatcher(right, left) : new SpanMatcher(left, right);
        matcher.MatchSiblings(-1, -1);
        matcher.MatchMoved();
        return matcher.Walk(isSwapped);
    }

    /// <summary>Matches the children of two matched spans, and all that is below them.</summary>
    private void MatchSiblings(int left, int right)
    {
        var open = new Stack<(int Left, int Right)>([(left, right)]);
        while (open.TryPop(out var parents))
        {
            var (ones, others) = (_left.FreeChildrenOf(parents.Left), _right.FreeChildrenOf(parents.Right));
            foreach (var (one, other) in Align(ones, others))
            {
                (_left.Matches[one], _right.Matches[other]) = (other, one);
                open.Push((one, other));
            }
        }
    }

    /// <summary>Matches spans of the same type and name that stand elsewhere, in the order of the trees.</summary>
    private void MatchMoved()
    {
        var free = new Dictionary<int, Queue<int>>();
        foreach (var index in _right.DepthFirst().Where(index => _right.Matches[index] < 0))
        {
            if (!free.TryGetValue(_right.Keys[index], out var queue))
                free.Add(_right.Keys[index], queue = new());
            queue.Enqueue(index);
        }

        foreach (var index in _left.DepthFirst())
        {
            if (_left.Matches[index] >= 0 || !free.TryGetValue(_left.Keys[index], out var queue))
                continue;
            while (queue.TryDequeue(out var other))
            {
                if (_right.Matches[other] >= 0)
                    continue;
                (_left.Matches[index], _right.Matches[other], _isMoved[index]) = (other, index, true);
                MatchSiblings(index, other);
                break;
            }
        }
    }

    private IEnumerable<(int Left, int Right)> Align(List<int> left, List<int> right)
    {
        var (start, leftEnd, rightEnd) = (0, left.Count, right.Count);
        for (; start < leftEnd && start < rightEnd && IsSame(left[start], right[start]); start++)
            yield return (left[start], right[start]);
        for (; leftEnd > start && rightEnd > start && IsSame(left[leftEnd - 1], right[rightEnd - 1]); leftEnd--, rightEnd--)
            yield return (left[leftEnd - 1], right[rightEnd - 1]);

        var (ones, others) = (left[start..leftEnd], right[start..rightEnd]);
        foreach (var pair in (long)ones.Count * others.Count <= MaxExactCells
            ? AlignExactly(ones, others)
            : AlignByOccurrence(ones, others))
            yield return pair;
    }

    /// <summary>Returns the longest common subsequence.</summary>
    private IEnumerable<(int Left, int Right)> AlignExactly(List<int> left, List<int> right)
    {
        if (left.Count == 0 || right.Count == 0)
            yield break;
        var lengths = new int[left.Count + 1, right.Count + 1];
        for (var i = left.Count - 1; i >= 0; i--)
        {
            for (var j = right.Count - 1; j >= 0; j--)
                lengths[i, j] = IsSame(left[i], right[j]) ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
        }

        for (var (i, j) = (0, 0); i < left.Count && j < right.Count;)
        {
            if (IsSame(left[i], right[j]))
                yield return (left[i++], right[j++]);
            else if (lengths[i + 1, j] >= lengths[i, j + 1])
                i++;
            else
                j++;
        }
    }

    /// <summary>Matches the first span of a key with the first one, the
    /// second with the second, and keeps those in the same order.</summary>
    private IEnumerable<(int Left, int Right)> AlignByOccurrence(List<int> left, List<int> right)
    {
        var positions = right.Select((index, position) => (_right.Keys[index], position)).GroupBy(one => one.Item1)
            .ToDictionary(group => group.Key, group => new Queue<int>(group.Select(one => one.position)));
        var pairs = new List<(int Left, int Position)>();
        foreach (var index in left)
        {
            if (positions.TryGetValue(_left.Keys[index], out var queue) && queue.TryDequeue(out var position))
                pairs.Add((index, position));
        }

        // The longest increasing subsequence of the positions: each tail is the pair that ends the best one of its length.
        var tails = new List<int>();
        var before = new int[pairs.Count];
        for (var i = 0; i < pairs.Count; i++)
        {
            var (low, high) = (0, tails.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (pairs[tails[middle]].Position < pairs[i].Position)
                    low = middle + 1;
                else
                    high = middle;
            }

            before[i] = low == 0 ? -1 : tails[low - 1];
            if (low == tails.Count)
                tails.Add(i);
            else
                tails[low] = i;
        }

        for (var i = tails.Count == 0 ? -1 : tails[^1]; i >= 0; i = before[i])
            yield return (pairs[i].Left, right[pairs[i].Position]);
    }

    private bool IsSame(int left, int right) => _left.Keys[left] == _right.Keys[right];

    private IEnumerable<SpanMatch> Walk(bool isSwapped)
    {
        // The tree has the order of the right side; what only the left side has comes before its next sibling that both have.
        var (baseline, other) = isSwapped ? (_right, _left) : (_left, _right);
        var open = new Stack<(int Baseline, int Other, int Depth)>();
        Push(-1, -1, 0);
        while (open.TryPop(out var one))
        {
            yield return new(
                one.Baseline < 0 ? null : baseline.Spans[one.Baseline], one.Other < 0 ? null : other.Spans[one.Other],
                IsMoved(one.Baseline, one.Other), one.Depth);
            Push(one.Baseline, one.Other, one.Depth + 1);
        }

        bool IsMoved(int left, int right) => left >= 0 && right >= 0 && _isMoved[isSwapped ? right : left];

        void Push(int left, int right, int depth)
        {
            var children = new List<(int Baseline, int Other, int Depth)>();
            var isRoot = left < 0 && right < 0;
            var ones = left < 0 && !isRoot ? [] : baseline.ChildrenOf(left);
            var next = 0;
            var added = new List<(int Baseline, int Other, int Depth)>();
            foreach (var child in right < 0 && !isRoot ? [] : other.ChildrenOf(right))
            {
                var match = other.Matches[child];
                if (match < 0 || IsMoved(match, child))
                {
                    added.Add((match, child, depth));
                    continue;
                }

                AddRemovedAndAdded(match);
                children.Add((match, child, depth));
            }

            AddRemovedAndAdded(-1);
            for (var i = children.Count - 1; i >= 0; i--)
                open.Push(children[i]);

            void AddRemovedAndAdded(int until)
            {
                for (; next < ones.Count && ones[next] != until; next++)
                {
                    if (baseline.Matches[ones[next]] < 0)
                        children.Add((ones[next], -1, depth));
                }

                children.AddRange(added);
                added.Clear();
            }
        }
    }

    /// <summary>The spans of one tree.</summary>
    private sealed class Side
    {
        private readonly SpanTimeline _timeline;

        public Side(SpanTimeline timeline, Dictionary<(string Type, string Name), int> keys)
        {
            _timeline = timeline;
            (Spans, Keys, Matches) = (new Span[timeline.Count], new int[timeline.Count], new int[timeline.Count]);
            Array.Fill(Matches, -1);
            for (var i = 0; i < Count; i++)
            {
                Spans[i] = timeline[i];
                var key = (Spans[i].Type.Value.ToUpperInvariant(), Spans[i].Name);
                if (!keys.TryGetValue(key, out var number))
                    keys.Add(key, number = keys.Count);
                Keys[i] = number;
            }
        }

        public int Count => _timeline.Count;

        public Span[] Spans { get; }

        /// <summary>Gets the number of the type and name of each span.</summary>
        public int[] Keys { get; }

        /// <summary>Gets the span of the other tree that each one was matched with; -1 for none.</summary>
        public int[] Matches { get; }

        public List<int> ChildrenOf(int index)
        {
            var (first, count) = _timeline.ChildrenOf(index).GetOffsetAndLength(Count);
            return [.. StableOrder.Of(Enumerable.Range(first, count), child => Spans[child])];
        }

        public List<int> FreeChildrenOf(int index) => [.. ChildrenOf(index).Where(child => Matches[child] < 0)];

        public IEnumerable<int> DepthFirst()
        {
            var open = new Stack<int>(ChildrenOf(-1).AsEnumerable().Reverse());
            while (open.TryPop(out var index))
            {
                yield return index;
                foreach (var child in ChildrenOf(index).AsEnumerable().Reverse())
                    open.Push(child);
            }
        }

        /// <summary>Compares two trees by the types and names of their spans, and by their form.</summary>
        public static int Compare(Side left, Side right)
        {
            if (left.Count != right.Count)
                return left.Count.CompareTo(right.Count);
            for (var i = 0; i < left.Count; i++)
            {
                var order = string.CompareOrdinal(left.Spans[i].Name, right.Spans[i].Name);
                if (order == 0)
                    order = string.Compare(left.Spans[i].Type.Value, right.Spans[i].Type.Value, StringComparison.OrdinalIgnoreCase);
                if (order == 0)
                    order = left._timeline.ParentOf(i).CompareTo(right._timeline.ParentOf(i));
                if (order != 0)
                    return order;
            }

            return 0;
        }
    }
}

/// <summary>Represents a span of one tree, or the same span of two.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SpanMatch(Span? Baseline, Span? Other, bool IsMoved, int Depth)
{
    public SpanComparison ToComparison(SpanDiffer differ)
    {
        if (Baseline is null || Other is null)
            return new(Baseline, Other, Other is null ? SpanChange.Removed : SpanChange.Added, [], Depth);
        var differences = differ.Compare(Baseline, Other);
        var change = (IsMoved ? SpanChange.Moved : SpanChange.None) | (differences.Count > 0 ? SpanChange.Changed : SpanChange.None);
        return new(Baseline, Other, change, differences, Depth);
    }
}
