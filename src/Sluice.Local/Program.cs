using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using Sluice.DuckDb;
using Sluice.Local.Commands;
using Sluice.Local.Terminal;
using Spectre.Console;

// Numbers and dates are the same on every machine, as the messages are.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;

DuckDbWarehouse.ConfigureMemory();
if (Console.IsOutputRedirected)
{
    // There is no window to fit into; a line of a table stays a line.
    AnsiConsole.Profile.Width = 240;
}

var root = new RootCommand(
    """
    Sluice on one machine: loads CSV files from a lake into a warehouse, validated, exactly once.

    Exit codes:
      0    all is well
      1    the data is at fault: rejects found by validate, a load refused, counts of the demo wrong
      2    the command line, a setting or the lake definition is at fault
      3    the warehouse or the storage is not available
      70   Sluice is at fault
      130  it was asked to end: Ctrl+C or SIGTERM
    """)
{
    DemoCommand.Create(),
    RunCommand.Create(),
    LoadCommand.Create(),
    SweepCommand.Create(),
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
