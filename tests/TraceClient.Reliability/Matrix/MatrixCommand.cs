using System.CommandLine;
using TraceClient.Testing;

namespace TraceClient.Reliability.Matrix;

/// <summary><c>matrix</c>: every operation of the facade, of every source, under every fault.</summary>
internal static class MatrixCommand
{
    private static readonly DateTimeOffset SimulatorTime = new(2026, 11, 22, 11, 59, 0, TimeSpan.Zero);

    public static Command Create()
    {
        var csv = new Option<string?>("--csv") { Description = "The file for one line a cell." };
        var command = new Command("matrix", "Runs every operation of every source under every fault, over sockets.") { csv };
        command.SetAction((arguments, token) => RunAsync(arguments.GetValue(csv), token));
        return command;
    }

    private static async Task<int> RunAsync(string? csv, CancellationToken cancellationToken)
    {
        await using var simulator = await TraceSimulator.StartAsync(
            options =>
            {
                options.TimeProvider = new FakeTimeProvider(SimulatorTime);
                options.OnUnusedFaults = static _ => { };
                (options.Kubiya.Traces, options.Galtea.Traces, options.Calyptia.Pipelines, options.Calyptia.TracesPerSession) = (12, 12, 2,
                    3);
            },
            cancellationToken);
        var outcomes = new List<MatrixOutcome>();
        foreach (var operation in await OperationsAsync(simulator))
        {
            int? count = null;
            foreach (var fault in MatrixFaults.All)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await using var cell = new MatrixCell(simulator, operation);
                outcomes.Add(await cell.RunAsync(fault, count));
                count ??= outcomes[^1].Count;
            }
        }

        if (csv is not null)
            await File.WriteAllLinesAsync(csv, outcomes.Select(ToCsv).Prepend("operation,source,fault,outcome,detail,requests"),
                cancellationToken);
        return Report(outcomes);
    }

    private static async Task<IReadOnlyList<SourceOperation>> OperationsAsync(TraceSimulator simulator)
    {
        await using var client = TraceClients.Create(simulator.Configure);
        var operations = new List<SourceOperation>();
        foreach (var source in client.Sources)
        {
            var newest = await client.ListTracesAsync(new TraceQuery { Sources = [source.Name] }).FirstAsync();
            operations.AddRange(SourceOperations.OfFacade(newest.Reference));
        }

        return operations;
    }

    private static int Report(List<MatrixOutcome> outcomes)
    {
        Console.WriteLine("| fault | expected | cells | deviations |");
        Console.WriteLine("|---|---|---:|---|");
        foreach (var fault in outcomes.GroupBy(outcome => outcome.Fault))
        {
            var deviations = fault.Where(outcome => !outcome.IsExpected).GroupBy(outcome => outcome.Outcome).Select(DescribeSame);
            Console.WriteLine($"| {fault.Key.Name} | {fault.Key.Expected} | {fault.Count()} | {string.Join("; ", deviations)} |");
        }

        Console.WriteLine();
        foreach (var violation in outcomes.Where(outcome => outcome.IsViolation))
            Console.WriteLine($"VIOLATION: {violation.Operation} under '{violation.Fault.Name}': {violation.Outcome} {violation.Detail}");
        var count = outcomes.Count(outcome => outcome.IsViolation);
        Console.WriteLine(
            $"{outcomes.Count} cells of {MatrixFaults.All.Count} faults, {outcomes.Count(outcome => !outcome.IsExpected)} deviations, "
                + $"{count} violations");
        return count == 0 ? 0 : 1;
    }

    private static string DescribeSame(IGrouping<string, MatrixOutcome> outcomes)
    {
        var operations = outcomes.GroupBy(outcome => outcome.Operation.Name)
            .Select(each => $"{each.Key} ({string.Join(", ", each.Select(outcome => outcome.Operation.Source))})");
        return $"{outcomes.Key}: {string.Join(", ", operations)}";
    }

    private static string ToCsv(MatrixOutcome outcome) => string.Join(',', new[]
    {
        outcome.Operation.Name, outcome.Operation.Source, outcome.Fault.Name, outcome.Outcome, outcome.Detail,
            outcome.Requests.ToString(CultureInfo.InvariantCulture),
    }.Select(text => $"\"{text.ReplaceLineEndings(" ").Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
}
