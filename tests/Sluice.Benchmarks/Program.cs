using System.CommandLine;
using System.Globalization;
using Sluice.Benchmarks.Commands;
using Sluice.DuckDb;
using Spectre.Console;

// Numbers are the same on every machine, as the data is.
CultureInfo.DefaultThreadCurrentCulture =
    CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

DuckDbWarehouse.ConfigureMemory();
if (Console.IsOutputRedirected)
{
    // The output fits no window: a line of a table stays one line.
    AnsiConsole.Profile.Width = 240;
}

var root = new RootCommand("Measures Sluice beside what people would use instead, and judges it by benchmarks of others.")
{
    CompareCommand.Create(),
    MicroCommand.Create(),
    PollockCommand.Create(),
    InferCommand.Create(),
    HttpCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
