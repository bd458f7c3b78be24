using System.CommandLine;

namespace TraceClient.Tool;

/// <summary><c>tracectl config</c>: every setting, and where it comes from.</summary>
internal sealed class ConfigCommand : ToolCommand
{
    private readonly Option<string[]> _sources = SourceOption.Make("Only this source: calyptia, kubiya or galtea; may be repeated.");

    public ConfigCommand()
        : base(
            "config",
            "Show each setting, where it comes from, and what goes before it. Tokens are masked.",
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
        var configuration = ToolConfiguration.Read(context.Arguments, context.Notices);
        var asked = context.Arguments.GetValue(_sources)!;
        SourceSettings[] sources =
            [.. configuration.Sources.Where(source => asked.Length == 0 || asked.Contains(source.Name, StringComparer.OrdinalIgnoreCase))];
        ConfigOutput.Write(context, [.. sources.SelectMany(source => source.All)]);
        context.Streams.Out.Flush();

        context.Notices.Say($"file: {TokenFiles.ShortPath(ConfigurationFile.Path)}{(configuration.File is null ? " (not there)" : "")}");
        if (configuration.Profile is { } profile)
            context.Notices.Say($"profile: {profile}");
        foreach (var source in sources.Where(source => !source.IsConfigured))
            context.Notices.Say(source.IsOff ? $"{source.Name}: turned off" : $"{source.Name}: not configured");

        // What is wrong is told after what is there: that is what one needs to see to mend it.
        _ = ToolOptions.Of(sources);
        return Task.FromResult(ExitCodes.Ok);
    }
}
