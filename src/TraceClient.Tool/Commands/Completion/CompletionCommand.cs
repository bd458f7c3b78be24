using System.CommandLine;

namespace TraceClient.Tool;

/// <summary>The command <c>tracectl completion</c>.</summary>
internal sealed class CompletionCommand : ToolCommand
{
    private readonly Argument<string> _shell = new Argument<string>("SHELL") { Description = "Shell: bash, zsh, fish or pwsh." }
        .AcceptOnlyFromAmong([.. CompletionScripts.ByShell.Keys]);

    public CompletionCommand()
        : base(
            "completion",
            "Generate a shell script that completes commands, options, files and traces.",
            "eval \"$(tracectl completion bash)\"                         # in ~/.bashrc",
            "eval \"$(tracectl completion zsh)\"                          # in ~/.zshrc, after compinit",
            "tracectl completion fish > ~/.config/fish/completions/tracectl.fish",
            "tracectl completion pwsh | Out-String | Invoke-Expression  # in $PROFILE") => Arguments.Add(_shell);

    protected override Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        context.Streams.Out.WriteLine(CompletionScripts.ByShell[context.Arguments.GetRequiredValue(_shell)]);
        return Task.FromResult(ExitCodes.Ok);
    }
}
