using System.CommandLine;
using Sluice.Local.Terminal;

namespace Sluice.Local.Commands;

/// <summary><c>completion</c>: the script with which a shell completes the command line.</summary>
internal static class CompletionCommand
{
    private const string Bash = "bash";
    private const string Zsh = "zsh";
    private const string PowerShell = "pwsh";

    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = $"{Bash}, {Zsh} or {PowerShell}." };
        shell.AcceptOnlyFromAmong(Bash, Zsh, PowerShell);
        var command = new Command(
            "completion",
            """
            Writes the script with which a shell completes verbs and options. Load it in the shell's start file.
            """)
        {
            shell,
        };
        command.AddExamples("sluice completion bash > ~/.local/share/bash-completion/completions/sluice");
        command.SetWork(async (result, _) =>
        {
            await result.InvocationConfiguration.Output.WriteAsync(ScriptOf(result.GetRequiredValue(shell)));
            return ExitCode.Ok;
        });
        return command;
    }

    // The directive [suggest] of the command line tells what can stand at a position.
    private static string ScriptOf(string shell) => shell switch
    {
        Bash => """
            _sluice() {
              local IFS=$'\n'
              COMPREPLY=($(compgen -W "$(sluice "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2> /dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _sluice sluice

            """,
        Zsh => """
            _sluice() {
              local -a found
              found=("${(@f)$(sluice "[suggest:${CURSOR}]" "${BUFFER}" 2> /dev/null)}")
              (( ${#found[@]} )) && compadd -- "${found[@]}" || _files
            }
            compdef _sluice sluice

            """,
        _ => """
            Register-ArgumentCompleter -Native -CommandName sluice -ScriptBlock {
              param($word, $line, $position)
              sluice "[suggest:$position]" "$line" 2> $null | Where-Object { $_ -like "$word*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
              }
            }

            """,
    };
}
