using System.CommandLine;
using System.Diagnostics;

namespace TraceClient.Reliability.Fuzz;

/// <summary><c>fuzz</c>: runs cases of all targets, and prints how they ended.</summary>
internal static class FuzzCommand
{
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var cases = new Option<int>("--cases") { Description = "The number of cases of all targets.", DefaultValueFactory = _ => 20_000 };
        var seed = new Option<int?>("--seed") { Description = "The seed; without it one by the clock." };
        var target = new Option<string?>("--target") { Description = "One target, or the start of the names of several, such as 'otlp.'." };
        var single = new Option<int?>("--case") { Description = "The one case to run, with all that it does, of the one target." };
        var command = new Command("fuzz", "Reads damaged data of every kind; every case must end as the rule of errors says.")
        {
            cases, seed, target, single,
        };
        command.SetAction((arguments, token) => RunAsync(
            arguments.GetValue(cases),
            arguments.GetValue(seed) ?? Environment.TickCount,
            arguments.GetValue(target),
            arguments.GetValue(single),
            token));
        return command;
    }

    private static async Task<int> RunAsync(int cases, int seed, string? name, int? single, CancellationToken cancellationToken)
    {
        Console.WriteLine($"Seed {seed}");
        using var targets = await FuzzTargets.CreateAsync();
        var all = targets.All;
        var chosen = all.Where(target =>
            name is null || target.Name == name || (name.EndsWith('.') && target.Name.StartsWith(name, StringComparison.Ordinal))).ToList();
        if (chosen.Count == 0)
        {
            Console.Error.WriteLine($"Unknown target '{name}'. The targets are {string.Join(", ", all.Select(target => target.Name))}.");
            return 2;
        }

        using var run = new FuzzRun(chosen, seed);
        var start = Stopwatch.StartNew();
        if (single is { } index)
            await run.RunAsync(chosen[0], index, isVerbose: true);
        for (var i = 0; single is null && i < cases && !cancellationToken.IsCancellationRequested; i++)
            await run.RunAsync(chosen[i % chosen.Count], i / chosen.Count);
        return run.Report(start.Elapsed);
    }

    /// <summary>Runs cases one after the other and counts their outcomes.</summary>
    private sealed class FuzzRun : IDisposable
    {
        private const int MaxViolationsShown = 20;

        // In all, not at once: a body of the greatest size can be 262,144 empty spans, a kilobyte each.
        private const long MaxAllocation = 384L << 20;
        private const long MaxAllocationPerByte = 128;
        private const long MaxWorkingSet = 768L << 20;

        private readonly Dictionary<string, TargetResult> _results;
        private readonly int _seed;
        private readonly Timer _watchdog;
        private (FuzzCase Case, long Start)? _running;
        private int _violations;

        public FuzzRun(IReadOnlyList<FuzzTarget> targets, int seed)
        {
            _results = targets.ToDictionary(target => target.Name, target => new TargetResult(target), StringComparer.Ordinal);
            _seed = seed;
            _watchdog = new Timer(_ => Watch(), null, 1000, 500);
            TaskScheduler.UnobservedTaskException += (_, arguments) =>
                Violate(null, $"a task failed unseen with {arguments.Exception.InnerException}");
        }

        public async Task RunAsync(FuzzTarget target, int index, bool isVerbose = false)
        {
            using var fuzz = new FuzzCase(_seed, target.Name, index);
            var result = _results[target.Name];
            _running = (fuzz, Stopwatch.GetTimestamp());
            var allocated = GC.GetTotalAllocatedBytes();
            var start = Stopwatch.GetTimestamp();
            var (outcome, violation) = await OutcomeAsync(target, fuzz, isVerbose);
            var time = Stopwatch.GetElapsedTime(start);
            allocated = GC.GetTotalAllocatedBytes() - allocated;
            _running = null;

            result.Add(outcome, time, allocated);
            violation ??= time > MaxTime ? $"it took {time.TotalSeconds:0.0} s" : null;
            if (allocated > MaxAllocation + (MaxAllocationPerByte * fuzz.BytesGiven))
                violation ??= $"it allocated {allocated >> 20} MiB for {fuzz.BytesGiven} bytes";
            if (violation is not null)
                Violate(fuzz, violation);
            if (isVerbose)
                Console.WriteLine($"{fuzz.Target} {fuzz.Index}: {outcome}\n{fuzz.Notes}");
        }

        public int Report(TimeSpan time)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            var peak = Process.GetCurrentProcess().PeakWorkingSet64;
            if (peak > MaxWorkingSet)
                Violate(null, $"the process had {peak >> 20} MiB");
            Console.WriteLine();
            Console.WriteLine("| target | cases | values | typed errors | cancelled | slowest | most allocated | errors by kind |");
            Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---|");
            foreach (var result in _results.Values.Where(result => result.Cases > 0))
                Console.WriteLine(result);
            Console.WriteLine();
            Console.WriteLine(
                $"{_results.Values.Sum(result => result.Cases):N0} cases of {_results.Count} targets in {time.TotalSeconds:0} s, "
                    + $"peak {peak >> 20} MiB, {_violations} violations, seed {_seed}");
            return _violations == 0 ? 0 : 1;
        }

        public void Dispose() => _watchdog.Dispose();

        private static async Task<(string Outcome, string? Violation)> OutcomeAsync(FuzzTarget target, FuzzCase fuzz, bool isVerbose)
        {
            try
            {
                await target.RunAsync(fuzz).WaitAsync(MaxTime);
                return (TargetResult.Value, null);
            }
            catch (Exception exception)
            {
                if (isVerbose)
                    Console.WriteLine(exception);
                var violation = ErrorRule.ViolationOf(exception, fuzz.MayBeCancelled, target.Allows);
                if (violation is not null && exception is not FuzzViolationException)
                    fuzz.Note(exception.ToString());
                return (exception is OperationCanceledException ? TargetResult.Cancelled : exception.GetType().Name, violation);
            }
        }

        // What never gives its thread back cannot be stopped, only reported.
        private void Watch()
        {
            if (_running is not { } running || Stopwatch.GetElapsedTime(running.Start) < MaxTime + MaxTime)
                return;
            Violate(running.Case, "it does not end");
            Environment.Exit(1);
        }

        private void Violate(FuzzCase? fuzz, string violation)
        {
            if (++_violations > MaxViolationsShown)
                return;
            Console.WriteLine($"VIOLATION: {violation}");
            if (fuzz is not null)
                Console.WriteLine($"  {fuzz.Reproduction}\n  {fuzz.Notes}");
        }
    }

    /// <summary>Counts how the cases of a target ended.</summary>
    private sealed class TargetResult(FuzzTarget target)
    {
        public const string Value = "value";
        public const string Cancelled = "cancelled";

        private readonly SortedDictionary<string, int> _outcomes = new(StringComparer.Ordinal);
        private TimeSpan _slowest;
        private long _mostAllocated;

        public int Cases => _outcomes.Values.Sum();

        public void Add(string outcome, TimeSpan time, long allocated)
        {
            _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;
            (_slowest, _mostAllocated) = (time > _slowest ? time : _slowest, Math.Max(allocated, _mostAllocated));
        }

        public override string ToString()
        {
            var (values, cancelled) = (_outcomes.GetValueOrDefault(Value), _outcomes.GetValueOrDefault(Cancelled));
            var kinds = string.Join(", ",
                _outcomes.Where(outcome => outcome.Key is not (Value or Cancelled)).Select(outcome => $"{outcome.Key} {outcome.Value:N0}"));
            return $"| {target.Name} | {Cases:N0} | {values:N0} | {Cases - values - cancelled:N0} | {cancelled:N0} | "
                + $"{_slowest.TotalMilliseconds:N0} ms | {_mostAllocated / 1048576.0:0.0} MiB | {kinds} |";
        }
    }
}
