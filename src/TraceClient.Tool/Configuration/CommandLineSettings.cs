using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>Reads settings from the command line.</summary>
internal static class CommandLineSettings
{
    public static SettingLevel Read(ParseResult arguments, MessageWriter messages) =>
        new(SettingLevel.CommandLine, [.. Settings(arguments, messages)]);

    private static IEnumerable<Setting> Settings(ParseResult arguments, MessageWriter messages)
    {
        foreach (var (source, value) in SourceValue.Of(arguments, ConnectionOptions.Url))
            yield return new Setting($"{source}:{SettingNames.Address}", value, ConnectionOptions.Url.Name);
        foreach (var (source, value) in SourceValue.Of(arguments, ConnectionOptions.TokenFile))
            yield return new Setting($"{source}:{SettingNames.TokenFile}", TokenFiles.FullPath(value, Environment.CurrentDirectory),
                ConnectionOptions.TokenFile.Name);
        foreach (var (source, value) in SourceValue.Of(arguments, ConnectionOptions.Token))
        {
            messages.Warn(
                "The token of --token is visible in the process list and in the shell history. "
                    + $"Use --token-file {source.ToLowerInvariant()}=PATH instead.");
            yield return new Setting($"{source}:{SettingNames.Token}", value, ConnectionOptions.Token.Name);
        }

        if (arguments.GetValue(ConnectionOptions.TokenStdin) is { } name)
        {
            var source = SettingNames.Sources.First(source => source.Equals(name, StringComparison.OrdinalIgnoreCase));
            yield return new Setting($"{source}:{SettingNames.Token}", TokenFiles.ReadStandardInput(), ConnectionOptions.TokenStdin.Name);
        }
    }
}
