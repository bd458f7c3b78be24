namespace TraceClient.Tool;

/// <summary>Provides the completion script of each shell. The scripts call <c>tracectl __complete</c> for the completions.</summary>
internal static class CompletionScripts
{
    /// <summary>The name of the command that the scripts call.</summary>
    public const string Command = "__complete";

    // In bash a colon and an equals sign end a word, so the text before them must not be repeated. compgen -W is not used, since it would
    // expand the completions. compopt is missing in bash 3.2 of macOS, where file names are inserted unescaped.
    private const string Bash = """
        _tracectl() {
            local line="${COMP_LINE:0:COMP_POINT}" kind value rest head=""
            local word="${line##*[[:space:]]}" breaks="${COMP_WORDBREAKS//[^:=]/}"
            [[ -n $breaks ]] && head="${word%"${word##*[$breaks]}"}"
            COMPREPLY=()
            {
                IFS= read -r kind
                while IFS=$'\t' read -r value rest; do
                    COMPREPLY+=("${value:${#head}}")
                done
            } < <("$1" __complete "$line" 2>/dev/null)
            if [[ $kind == files ]]; then
                compopt -o default 2>/dev/null ||
                    while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -f -- "${word:${#head}}")
            elif [[ ${#COMPREPLY[@]} -gt 0 && ${COMPREPLY[0]} == *= ]]; then
                compopt -o nospace 2>/dev/null
            fi
            return 0
        }
        complete -F _tracectl tracectl
        """;

    private const string Zsh = """
        #compdef tracectl
        _tracectl() {
            local tab=$'\t' output entry value description
            local -a described open
            output="$("${(Q)words[1]}" __complete "${(j: :)words[1,CURRENT-1]} $PREFIX" 2>/dev/null)"
            for entry in "${(@f)output#*$'\n'}"; do
                [[ $entry == *$tab* ]] || continue
                value="${entry%%$tab*}" description="${entry#*$tab}"
                if [[ $value == *= ]]; then
                    open+=("$value")
                else
                    described+=("${value//:/\\:}${description:+:$description}")
                fi
            done
            (( ${#open} )) && compadd -S '' -a open
            (( ${#described} )) && _describe -V 'tracectl' described
            [[ ${output%%$'\n'*} == files ]] && { compset -P '*='; _files }
        }
        if [[ $funcstack[1] == _tracectl ]]; then
            _tracectl "$@"
        else
            compdef _tracectl tracectl
        fi
        """;

    private const string Fish = """
        function __tracectl_complete
            set -l output (tracectl __complete (commandline -cp | string join ' ') 2>/dev/null)
            if test "$output[1]" = files
                set -l word (commandline -ct | string join ' ')
                set -l before (string match -r '^.*=' -- $word)
                printf "$before%s\n" (__fish_complete_path (string replace -r '^.*=' '' -- $word))
            end
            printf '%s\n' $output[2..]
        end
        complete -c tracectl -f -k -a '(__tracectl_complete)'
        """;

    // PowerShell itself completes files if the script returns nothing.
    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName tracectl -ScriptBlock {
            param($word, $line, $position)
            $start = $line.Extent.StartOffset
            $text = $line.ToString().PadRight($position - $start).Substring(0, $position - $start)
            tracectl __complete $text 2>$null | Select-Object -Skip 1 | ForEach-Object {
                $value, $description = $_ -split "`t", 2
                if (-not $description) { $description = $value }
                [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $description)
            }
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
