namespace TraceClient;

/// <summary>Merges sequences, each of them in descending order of a key, into one in that order. It holds one element of each.</summary>
/// <param name="sequences">The sequences; of equal keys the earlier sequence comes first.</param>
/// <param name="keyOf">Gets the key of an element.</param>
/// <param name="openedAtOnce">The most sequences whose first elements are read at the same time.</param>
/// <param name="onFailure">Gets the failure of the sequence at an index,
/// which ends while the others go on; null to throw each failure.</param>
/// <param name="cancellationToken">Ends the sequences.</param>
internal sealed class OrderedMerge<T>(
    IEnumerable<IAsyncEnumerable<T>> sequences, Func<T, long> keyOf, int openedAtOnce, Action<int, Exception>? onFailure,
    CancellationToken cancellationToken)
    : IAsyncDisposable
{
    private readonly List<IAsyncEnumerator<T>> _enumerators =
        [.. sequences.Select(sequence => sequence.GetAsyncEnumerator(cancellationToken))];
    private readonly PriorityQueue<int, (long Descending, int Index)> _heads = new();
    private int? _taken;

    /// <summary>Gets the element that <see cref="MoveNextAsync"/> went to.</summary>
    public T Current => _enumerators[_taken!.Value].Current;

    /// <summary>Goes to the element with the greatest key that is left. Only then the sequence of the element before goes on.</summary>
    public async ValueTask<bool> MoveNextAsync()
    {
        if (_taken is { } taken)
            await AdvanceAsync(taken).ConfigureAwait(false);
        else
            await OpenAsync().ConfigureAwait(false);

        var isLeft = _heads.TryDequeue(out var index, out _);
        _taken = index;
        return isLeft;
    }

    // One that fails to close must not leave the others open.
    public ValueTask DisposeAsync() => new(Task.WhenAll(_enumerators.Select(enumerator => enumerator.DisposeAsync().AsTask())));

    private Task OpenAsync() => Parallel.ForEachAsync(Enumerable.Range(0, _enumerators.Count),
        new ParallelOptions { MaxDegreeOfParallelism = openedAtOnce, CancellationToken = cancellationToken },
        (index, _) => AdvanceAsync(index));

    private async ValueTask AdvanceAsync(int index)
    {
        try
        {
            if (!await _enumerators[index].MoveNextAsync().ConfigureAwait(false))
                return;

            // The complement turns the order of all numbers round, the smallest included.
            lock (_heads)
                _heads.Enqueue(index, (~keyOf(_enumerators[index].Current), index));
        }
        catch (Exception exception) when (onFailure is not null)
        {
            onFailure(index, exception);
        }
    }
}
