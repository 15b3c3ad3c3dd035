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
StandardOutput.NoticeEnd();
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
try
{
    if (result.Action is ParseErrorAction error)
    {
        error.ShowHelp = false;
        await result.InvokeAsync(invocation);
        return ExitCode.Usage;
    }

    if (SluiceCommand.FindUnknownOption(result) is { } unknown)
    {
        Console.Error.WriteLine($"There is no option {unknown} here. If it is a name, write -- before it.");
        return ExitCode.Usage;
    }

    return await result.InvokeAsync(invocation);
}
catch (IOException e)
{
    // Commands handle their errors. This is the help, or what is wrong with the command line, which cannot be written.
    if (StandardOutput.HasEnded(e))
    {
        return ExitCode.Ok;
    }

    Console.Error.WriteLine(e.Message);
    return ExitCode.Unavailable;
}
