namespace TraceClient.Reliability.Fuzz;

/// <summary>One case. All that it does follows from the seed, the name of its target and its index.</summary>
internal sealed class FuzzCase : IDisposable
{
    private static readonly AsyncLocal<FuzzCase?> Running = new();

    private readonly CancellationTokenSource _cancellation = new();
    private readonly List<string> _notes = [];
    private int _requests;

    public FuzzCase(int seed, string target, int index)
    {
        (Seed, Target, Index) = (seed, target, index);
        Random = RandomOf("");
        Running.Value = this;
    }

    /// <summary>Gets the case that the running code belongs to.</summary>
    public static FuzzCase Current => Running.Value ?? throw new InvalidOperationException("No case is running.");

    public int Seed { get; }

    public string Target { get; }

    public int Index { get; }

    public Random Random { get; }

    /// <summary>Gets the caller's token.</summary>
    public CancellationToken Cancellation => _cancellation.Token;

    /// <summary>Gets or sets how many bytes the case has given to the reader.</summary>
    public long BytesGiven { get; set; }

    /// <summary>Gets or sets the requests after which the caller cancels. A list that needs more than that does not end.</summary>
    public int MaxRequests { get; set; } = 300;

    /// <summary>Gets or sets whether it is right that the caller has to cancel.</summary>
    public bool MayBeCancelled { get; set; }

    /// <summary>Gets what was changed, for the report of a violation.</summary>
    public string Notes
    {
        get
        {
            lock (_notes)
                return string.Join("; ", _notes);
        }
    }

    public string Reproduction =>
        $"dotnet run -c Release --project tests/TraceClient.Reliability -- fuzz --seed {Seed} --target {Target} --case {Index}";

    /// <summary>Creates random numbers for a part of the case, so that the order of requests changes nothing.</summary>
    public Random RandomOf(string part)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in $"{Seed}/{Target}/{Index}/{part}")
            hash = (hash ^ c) * 1099511628211UL;
        return new Random((int)(hash ^ (hash >> 32)));
    }

    public void Note(string note)
    {
        lock (_notes)
            _notes.Add(note);
    }

    public void CountRequest()
    {
        if (Interlocked.Increment(ref _requests) > MaxRequests)
            _cancellation.Cancel();
    }

    public void Cancel()
    {
        MayBeCancelled = true;
        _cancellation.Cancel();
    }

    public void Dispose() => _cancellation.Dispose();
}

/// <summary>Something that reads data from outside. A new one is a line in <see cref="FuzzTargets"/>.</summary>
/// <param name="Name">The area, a dot and the name within it.</param>
/// <param name="RunAsync">Runs a case: ends in a value, or in an exception.</param>
/// <param name="Allows">Whether the target documents an exception that is not one of the rule of errors.</param>
internal sealed record FuzzTarget(string Name, Func<FuzzCase, Task> RunAsync, Func<Exception, bool>? Allows = null)
{
    public string Area => Name.Split('.')[0];
}
