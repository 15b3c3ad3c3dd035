using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace Sluice.Local.Commands;

/// <summary>The command line.</summary>
internal static partial class SluiceCommand
{
    /// <summary>Creates it with all of its verbs.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand(
            """
            Sluice on one machine: loads CSV files from a lake into a warehouse, validated, exactly once.

            Exit codes:
              0    success
              1    wrong data: validate found rejects, a load was refused, or the demo's counts are wrong
              2    wrong command line, setting or lake definition
              3    the warehouse or the storage is not available
              70   a defect of Sluice
              130  stopped by Ctrl+C or SIGTERM
            """)
        {
            DemoCommand.Create(),
            InitCommand.Create(),
            RunCommand.Create(),
            UploadCommand.Create(),
            LoadCommand.Create(),
            SweepCommand.Create(),
            ReloadCommand.Create(),
            EraseCommand.Create(),
            StatusCommand.Create(),
            QueryCommand.Create(),
            ProfileCommand.Create(),
            RejectsCommand.Create(),
            GenerateCommand.Create(),
            ValidateCommand.Create(),
            InferCommand.Create(),
            CompletionCommand.Create(),
        };

        root.RefuseEmptyValues();
        return root;
    }

    /// <summary>
    /// Finds a word that looks like an option and is none of the command. It would be taken for the name of a file. After <c>--</c>, names
    /// may look so.
    /// </summary>
    public static string? FindUnknownOption(ParseResult result) => result.Tokens
        .TakeWhile(t => t.Type is not TokenType.DoubleDash and not TokenType.Directive)
        .FirstOrDefault(t => t.Type == TokenType.Argument && OptionText().IsMatch(t.Value))?.Value;

    [GeneratedRegex(@"^--?[A-Za-z][\w-]*(=.*)?$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex OptionText();
}
