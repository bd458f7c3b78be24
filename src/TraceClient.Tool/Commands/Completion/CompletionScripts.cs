namespace TraceClient.Tool;

/// <summary>A script for each shell. All of them ask the program itself,
/// which knows its commands, the user's profiles and the traces.</summary>
internal static class CompletionScripts
{
    /// <summary>The command that answers them.</summary>
    public const string Command = "__complete";

    // For bash a colon and an equals sign end a word, so that what stands before them must not come again. Nothing that comes is expanded,
    // as compgen -W would do; compopt is not there in macOS's bash 3.2, where the names of files go in as they are.
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
                compopt -o default 2>/dev/null || while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -f -- "${word:${#head}}")
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
            local tab=$'\t' answer entry value meaning
            local -a described open
            answer="$("${(Q)words[1]}" __complete "${(j: :)words[1,CURRENT-1]} $PREFIX" 2>/dev/null)"
            for entry in "${(@f)answer#*$'\n'}"; do
                [[ $entry == *$tab* ]] || continue
                value="${entry%%$tab*}" meaning="${entry#*$tab}"
                if [[ $value == *= ]]; then
                    open+=("$value")
                else
                    described+=("${value//:/\\:}${meaning:+:$meaning}")
                fi
            done
            (( ${#open} )) && compadd -S '' -a open
            (( ${#described} )) && _describe -V 'tracectl' described
            [[ ${answer%%$'\n'*} == files ]] && { compset -P '*='; _files }
        }
        if [[ $funcstack[1] == _tracectl ]]; then
            _tracectl "$@"
        else
            compdef _tracectl tracectl
        fi
        """;

    private const string Fish = """
        function __tracectl_complete
            set -l answer (tracectl __complete (commandline -cp | string join ' ') 2>/dev/null)
            if test "$answer[1]" = files
                set -l word (commandline -ct | string join ' ')
                set -l before (string match -r '^.*=' -- $word)
                printf "$before%s\n" (__fish_complete_path (string replace -r '^.*=' '' -- $word))
            end
            printf '%s\n' $answer[2..]
        end
        complete -c tracectl -f -k -a '(__tracectl_complete)'
        """;

    // Where nothing comes back, PowerShell offers files by itself.
    private const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName tracectl -ScriptBlock {
            param($word, $line, $position)
            $start = $line.Extent.StartOffset
            $text = $line.ToString().PadRight($position - $start).Substring(0, $position - $start)
            tracectl __complete $text 2>$null | Select-Object -Skip 1 | ForEach-Object {
                $value, $meaning = $_ -split "`t", 2
                if (-not $meaning) { $meaning = $value }
                [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $meaning)
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
