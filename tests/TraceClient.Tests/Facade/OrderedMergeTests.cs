using System.Runtime.CompilerServices;

namespace TraceClient.Tests.Facade;

public sealed class OrderedMergeTests
{
    private readonly List<string> _log = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Elements_come_in_descending_order_and_of_equal_keys_the_earlier_sequence_first() =>
        Assert.Equal(
            ["a9", "b8", "a5", "b5", "c5", "b1"], await ReadAsync(Merge([Keys("a", 9, 5), Keys("b", 8, 5, 1), Keys("c", 5), Keys("d")])));

    [Fact]
    public async Task The_least_key_of_all_comes_last() =>
        Assert.Equal(["b0", $"a{long.MinValue}"], await ReadAsync(Merge([Keys("a", long.MinValue), Keys("b", 0)])));

    [Fact]
    public async Task A_sequence_goes_on_only_when_its_element_has_been_taken_and_the_next_is_wanted()
    {
        await using var merge = Merge([Keys("a", 9, 8), Keys("b", 7, 6)]);

        Assert.True(await merge.MoveNextAsync());
        Assert.Equal(["a9", "b7"], _log.Order(StringComparer.Ordinal));

        Assert.True(await merge.MoveNextAsync());
        Assert.Equal("a8", _log[^1]);
        Assert.Equal(3, _log.Count);
    }

    [Fact]
    public async Task No_more_sequences_are_opened_at_once_than_are_allowed()
    {
        var (open, most) = (0, 0);
        var gate = new TaskCompletionSource();

        var reading = ReadAsync(Merge([.. Enumerable.Range(0, 9).Select(_ => Slow())], openedAtOnce: 3));
        while (Volatile.Read(ref open) < 3)
            await Task.Yield();
        gate.SetResult();

        Assert.Equal(9, (await reading).Count);
        Assert.Equal(3, most);

        async IAsyncEnumerable<(string Name, long Key)> Slow([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            lock (_log)
                most = Math.Max(most, ++open);
            await gate.Task.WaitAsync(cancellationToken);
            lock (_log)
                open--;
            yield return ("s", 1);
        }
    }

    [Fact]
    public async Task A_sequence_that_fails_ends_and_does_not_hide_the_others()
    {
        var failures = new List<int>();

        var read = await ReadAsync(Merge([Keys("a", 9, 3), Failing("b", 8), Keys("c", 2)], onFailure: (index, _) => failures.Add(index)));

        Assert.Equal(["a9", "b8", "a3", "c2"], read);
        Assert.Equal([1], failures);
    }

    [Fact]
    public async Task Without_a_handler_a_failure_is_thrown_in_its_place()
    {
        await using var merge = Merge([Keys("a", 9, 3), Failing("b", 8)]);

        Assert.True(await merge.MoveNextAsync());
        Assert.True(await merge.MoveNextAsync());
        await Assert.ThrowsAsync<TraceServerException>(() => merge.MoveNextAsync().AsTask());
    }

    [Fact]
    public async Task All_sequences_are_disposed_with_the_merge()
    {
        var merge = Merge([Keys("a", 9, 8), Keys("b", 7), Failing("c")], onFailure: (_, _) => { });
        await merge.MoveNextAsync();

        await merge.DisposeAsync();

        Assert.Equal(["a disposed", "b disposed", "c disposed"],
            _log.Where(entry => entry.EndsWith("disposed", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    private static OrderedMerge<(string Name, long Key)> Merge(
        IEnumerable<IAsyncEnumerable<(string Name, long Key)>> sequences, int openedAtOnce = 4, Action<int, Exception>? onFailure = null) =>
        new(sequences, element => element.Key, openedAtOnce, onFailure, Token);

    private static async Task<List<string>> ReadAsync(OrderedMerge<(string Name, long Key)> merge)
    {
        await using var _ = merge;
        var read = new List<string>();
        while (await merge.MoveNextAsync())
            read.Add($"{merge.Current.Name}{merge.Current.Key}");
        return read;
    }

    private IAsyncEnumerable<(string Name, long Key)> Keys(string name, params long[] keys) => SequenceAsync(name, keys, failure: null);

    private IAsyncEnumerable<(string Name, long Key)> Failing(string name, params long[] keys) =>
        SequenceAsync(name, keys, new TraceServerException("down"));

    private async IAsyncEnumerable<(string Name, long Key)> SequenceAsync(string name, long[] keys, Exception? failure)
    {
        await Task.Yield();
        try
        {
            foreach (var key in keys)
            {
                Log($"{name}{key}");
                yield return (name, key);
            }

            if (failure is not null)
                throw failure;
        }
        finally
        {
            Log($"{name} disposed");
        }
    }

    private void Log(string entry)
    {
        lock (_log)
            _log.Add(entry);
    }
}
