using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>What the options of this run say.</summary>
internal static class CommandLineSettings
{
    public static SettingLevel Read(ParseResult arguments, Notices notices) =>
        new(SettingLevel.CommandLine, [.. Settings(arguments, notices)]);

    private static IEnumerable<Setting> Settings(ParseResult arguments, Notices notices)
    {
        foreach (var (source, value) in SourceValue.Of(arguments, AccessOptions.Url))
            yield return new Setting($"{source}:{SettingNames.Address}", value, AccessOptions.Url.Name);
        foreach (var (source, value) in SourceValue.Of(arguments, AccessOptions.TokenFile))
            yield return new Setting($"{source}:{SettingNames.TokenFile}", TokenFiles.FullPath(value, Environment.CurrentDirectory),
                AccessOptions.TokenFile.Name);
        foreach (var (source, value) in SourceValue.Of(arguments, AccessOptions.Token))
        {
            notices.Warn(
                "the token of --token can be seen in the list of processes and stays in the shell's history; "
                    + $"--token-file {source.ToLowerInvariant()}=PATH keeps it out of both");
            yield return new Setting($"{source}:{SettingNames.Token}", value, AccessOptions.Token.Name);
        }

        if (arguments.GetValue(AccessOptions.TokenStdin) is { } name)
        {
            var source = SettingNames.Sources.First(source => source.Equals(name, StringComparison.OrdinalIgnoreCase));
            yield return new Setting($"{source}:{SettingNames.Token}", TokenFiles.ReadStandardInput(), AccessOptions.TokenStdin.Name);
        }
    }
}
