using System.CommandLine;
using TraceClient.Testing;

namespace TraceClient.Tool;

/// <summary>Options for the data of a simulator.</summary>
internal sealed class SimulatorDataOptions
{
    private readonly Option<int?> _seed =
        NumberOption.Create("--seed", "Seed of the simulated data. The same seed produces the same data.", int.MinValue);
    private readonly Option<int?> _traces = NumberOption.Create("--traces", "Number of traces of each service.", 0);
    private readonly Option<int?> _spans = NumberOption.Create("--spans", "Number of spans of each trace. The default is 3 to 20.", 1);

    public static SimulatorDataOptions AddTo(Command command)
    {
        var size = new SimulatorDataOptions();
        command.Options.Add(size._seed);
        command.Options.Add(size._traces);
        command.Options.Add(size._spans);
        return size;
    }

    public void Apply(ParseResult arguments, TraceSimulatorOptions options)
    {
        options.Seed = arguments.GetValue(_seed) ?? options.Seed;
        if (arguments.GetValue(_traces) is { } traces)
        {
            var sessions = options.Calyptia.Pipelines * options.Calyptia.SessionsPerPipeline;
            (options.Kubiya.Traces, options.Galtea.Traces, options.Calyptia.TracesPerSession) =
                (traces, traces, (int)((traces + sessions - 1L) / sessions));
        }

        if (arguments.GetValue(_spans) is { } spans)
            (options.Kubiya.SpansPerTrace, options.Galtea.SpansPerTrace, options.Calyptia.RecordsPerTrace) = (spans, spans, spans);
    }
}
