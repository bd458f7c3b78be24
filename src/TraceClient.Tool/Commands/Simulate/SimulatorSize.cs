using System.CommandLine;
using TraceClient.Testing;

namespace TraceClient.Tool;

/// <summary>The options that say how much data a simulator has.</summary>
internal sealed class SimulatorSize
{
    private readonly Option<int?> _seed =
        NumberOption.Make("--seed", "What all data is derived from; the same seed gives the same data.", int.MinValue);
    private readonly Option<int?> _traces = NumberOption.Make("--traces", "How many traces each service has.", 0);
    private readonly Option<int?> _spans = NumberOption.Make("--spans", "How many spans each trace has; 3 to 20 if left out.", 1);

    public static SimulatorSize AddTo(Command command)
    {
        var size = new SimulatorSize();
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
