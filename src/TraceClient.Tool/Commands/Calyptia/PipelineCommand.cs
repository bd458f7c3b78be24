using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>Represents a command that works on one pipeline of Calyptia.</summary>
internal abstract class PipelineCommand : ToolCommand
{
    private readonly Argument<string> _pipeline = new("PIPELINE") { Description = "Id or name of the pipeline." };

    protected PipelineCommand(string name, string description, params IReadOnlyList<string> examples)
        : base(name, description, examples) => Arguments.Add(_pipeline);

    protected abstract Task<int> RunAsync(CommandContext context, PipelineSessions sessions, CancellationToken cancellationToken);

    protected sealed override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var host = await context.OpenAsync(cancellationToken);
        if (!host.Options.Calyptia.IsConfigured)
        {
            throw new ConfigurationException(
                "calyptia is not configured.", ConfigurationHints.ToConfigure(nameof(TraceClientsOptions.Calyptia)));
        }

        var api = host.Client.Calyptia;
        var pipeline = await new PipelineResolver(api, host.Options.Calyptia)
            .FindAsync(context.Arguments.GetRequiredValue(_pipeline), cancellationToken);
        return await RunAsync(context, new PipelineSessions(api, pipeline), cancellationToken);
    }
}
