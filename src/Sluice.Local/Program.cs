using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using Sluice.DuckDb;
using Sluice.Local.Commands;
using Sluice.Local.Terminal;
using Spectre.Console;

// Numbers and dates look the same on every machine.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;

DuckDbWarehouse.ConfigureMemory();
if (Console.IsOutputRedirected)
{
    // Redirected output has no width: keep each row of a table on one line.
    AnsiConsole.Profile.Width = 240;
}

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
    LoadCommand.Create(),
    SweepCommand.Create(),
    ReloadCommand.Create(),
    EraseCommand.Create(),
    GenerateCommand.Create(),
    ValidateCommand.Create(),
    InferCommand.Create(),
};

root.RefuseEmptyValues();
var result = root.Parse(args);
var invocation = new InvocationConfiguration
{
    EnableDefaultExceptionHandler = false,
    ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
};
if (result.Action is ParseErrorAction error)
{
    error.ShowHelp = false;
    await result.InvokeAsync(invocation);
    return ExitCode.Usage;
}

return await result.InvokeAsync(invocation);
