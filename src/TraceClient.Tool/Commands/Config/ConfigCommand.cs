using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>The command <c>tracectl config</c>.</summary>
internal sealed class ConfigCommand : ToolCommand
{
    private readonly Option<string[]> _sources = SourceOption.Create();

    public ConfigCommand()
        : base(
            "config",
            "Show the settings, their origins, and which of them are overridden. Tokens are masked.",
            "tracectl config",
            "tracectl config --profile staging --source kubiya",
            "tracectl config --output json",
            "tracectl config init")
    {
        Options.Add(_sources);
        Add(new ConfigInitCommand());
    }

    protected override Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var configuration = ToolConfiguration.Read(context.Arguments, context.Messages);
        var selected = context.Arguments.GetValue(_sources)!;
        SourceSettings[] sources = [.. configuration.Sources.Where(source => source.IsSelectedBy(selected))];
        ConfigOutput.Write(context, [.. sources.SelectMany(source => source.All)]);
        context.Streams.Out.Flush();

        var path = TokenFiles.ShortPath(ConfigurationFile.Path);
        context.Messages.Info($"Configuration file: {path}{(configuration.File is null ? " (not found)" : "")}");
        if (configuration.Profile is { } profile)
            context.Messages.Info($"Profile: {profile}");
        foreach (var source in sources.Where(source => !source.IsConfigured))
            context.Messages.Info(source.IsDisabled ? $"{source.Name} is disabled." : $"{source.Name} is not configured.");

        // Errors are reported after the settings, which help to fix them.
        _ = OptionsBinder.BindSources(sources);
        return Task.FromResult(ExitCodes.Ok);
    }
}
