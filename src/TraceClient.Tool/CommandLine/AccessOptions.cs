using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>The options that say which token goes where, for one run.</summary>
internal static class AccessOptions
{
    public static readonly Option<string?> Profile = new("--profile")
    {
        Description = "Use this profile of the configuration file; the environment variable TRACECTL_PROFILE does the same.",
        HelpName = "NAME",
        Recursive = true,
        CompletionSources = { _ => ProfileNames().Select(name => new System.CommandLine.Completions.CompletionItem(name)) },
    };

    public static readonly Option<string[]> Url =
        SourceValue.Option("--url", "URL", "The address of a source; its token must be given beside it.");

    public static readonly Option<string[]> TokenFile =
        SourceValue.Option("--token-file", "PATH", "Read the token of a source from a file.");

    public static readonly Option<string?> TokenStdin = new Option<string?>("--token-stdin")
    {
        Description = "Read the token of this source from standard input.",
        HelpName = "SOURCE",
        Recursive = true,
    }.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, SettingNames.SourceNames);

    public static readonly Option<string[]> Token = SourceValue.Option(
        "--token", "VALUE", "The token of a source. Others can see it in the list of processes, and it stays in the shell's history.");

    public static IReadOnlyList<Option> All { get; } = [Profile, Url, TokenFile, TokenStdin, Token];

    // A completion has no place to say what is wrong with the file.
    private static IReadOnlyList<string> ProfileNames()
    {
        try
        {
            return ConfigurationFile.Read()?.Profiles ?? [];
        }
        catch (ConfigurationException)
        {
            return [];
        }
    }
}
