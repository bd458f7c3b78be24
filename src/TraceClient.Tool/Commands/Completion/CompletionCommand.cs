using System.CommandLine;

namespace TraceClient.Tool;

/// <summary><c>tracectl completion</c>: the script that makes a shell complete command lines.</summary>
internal sealed class CompletionCommand : ToolCommand
{
    private readonly Argument<string> _shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or pwsh." }
        .AcceptOnlyFromAmong([.. CompletionScripts.ByShell.Keys]);

    public CompletionCommand()
        : base(
            "completion",
            "Print a script that makes a shell complete commands, options, files and traces.",
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
