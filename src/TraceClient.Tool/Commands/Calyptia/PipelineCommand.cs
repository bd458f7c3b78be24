using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>A command on one pipeline of Calyptia.</summary>
internal abstract class PipelineCommand : ToolCommand
{
    private readonly Argument<string> _pipeline = new("PIPELINE") { Description = "The pipeline's id or its name." };

    protected PipelineCommand(string name, string description, params IReadOnlyList<string> examples)
        : base(name, description, examples) => Arguments.Add(_pipeline);

    protected abstract Task<int> RunAsync(CommandContext context, PipelineSessions sessions, CancellationToken cancellationToken);

    protected sealed override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var supply = await context.OpenAsync(cancellationToken);
        if (!supply.Options.Calyptia.IsConfigured)
            throw new ConfigurationException("calyptia is not configured.", AccessHints.ToConfigure(nameof(TraceClientsOptions.Calyptia)));
        var api = supply.Client.Calyptia;
        var pipeline = await new PipelineFinder(api, supply.Options.Calyptia)
            .FindAsync(context.Arguments.GetRequiredValue(_pipeline), cancellationToken);
        return await RunAsync(context, new PipelineSessions(api, pipeline), cancellationToken);
    }
}
