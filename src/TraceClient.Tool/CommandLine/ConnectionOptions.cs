using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>Options for the tokens and addresses of the sources.</summary>
internal static class ConnectionOptions
{
    public static readonly Option<string?> Profile = new("--profile")
    {
        Description = "Profile of the configuration file to use. The environment variable TRACECTL_PROFILE has the same effect.",
        HelpName = "NAME",
        Recursive = true,
        CompletionSources = { _ => ProfileNames().Select(name => new System.CommandLine.Completions.CompletionItem(name)) },
    };

    public static readonly Option<string[]> Url =
        SourceValue.CreateOption("--url", "URL", "Address of a source. Requires an option for its token.");

    public static readonly Option<string[]> TokenFile =
        SourceValue.CreateOption("--token-file", "PATH", "File that contains the token of a source.");

    public static readonly Option<string?> TokenStdin = new Option<string?>("--token-stdin")
    {
        Description = "Read the token of a source from standard input.",
        HelpName = "SOURCE",
        Recursive = true,
    }.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, SettingNames.SourceNames);

    public static readonly Option<string[]> Token = SourceValue.CreateOption(
        "--token", "VALUE", "Token of a source. It is visible in the process list and in the shell history.");

    public static IReadOnlyList<Option> All { get; } = [Profile, Url, TokenFile, TokenStdin, Token];

    // A completion cannot report an error in the file.
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
