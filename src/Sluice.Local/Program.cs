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

var root = SluiceCommand.Create();
var result = root.Parse(args);
if (result.CommandResult.Command.Options.Contains(CommonOptions.Json) && result.GetValue(CommonOptions.Json))
{
    // Standard output has nothing but JSON.
    AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
}

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
