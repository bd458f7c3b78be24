namespace TraceClient.Tool;

/// <summary>A script for each shell. All of them ask the program itself, which knows its commands and the user's profiles.</summary>
internal static class CompletionScripts
{
    // What the shell gives as a word is compared here and not by compgen -W, which would expand what it is given.
    private const string Bash = """
        _tracectl() {
            local line="${COMP_LINE:0:COMP_POINT}" word="$2" candidate
            COMPREPLY=()
            while IFS= read -r candidate; do
                [[ $candidate == "$word"* ]] && COMPREPLY+=("$candidate")
            done < <("$1" "[suggest:${#line}]" "$line" 2>/dev/null)
            [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace
            return 0
        }
        complete -o default -F _tracectl tracectl
        """;

    private const string Zsh = """
        #compdef tracectl
        _tracectl() {
            local line="${(j: :)words[1,CURRENT]}"
            local -a candidates
            candidates=("${(@f)$("${words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)}")
            candidates=("${(@)candidates:#}")
            if (( ${#candidates} )); then
                compadd -a candidates
            else
                _files
            fi
        }
        compdef _tracectl tracectl
        """;

    private const string Fish = """
        function __tracectl_complete
            set -l line (commandline -cp)
            tracectl "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c tracectl -a '(__tracectl_complete)'
        """;

    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName tracectl -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $line = $commandAst.ToString().PadRight($cursorPosition)
            tracectl "[suggest:$($line.Length)]" $line 2>$null |
                Where-Object { $_ -like "$wordToComplete*" } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }
        """;

    public static IReadOnlyDictionary<string, string> ByShell { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["bash"] = Bash,
        ["zsh"] = Zsh,
        ["fish"] = Fish,
        ["pwsh"] = PowerShell,
    };
}
