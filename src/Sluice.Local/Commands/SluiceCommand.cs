using System.CommandLine;

namespace Sluice.Local.Commands;

/// <summary>The command line.</summary>
internal static class SluiceCommand
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
}
