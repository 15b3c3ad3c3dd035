using System.Diagnostics;
using System.Runtime.CompilerServices;
using Sluice.DuckDb;

namespace Sluice.IntegrationTests.Warehouse;

/// <summary>Another process that has a warehouse file open: this test program once more, told so by an environment variable.</summary>
internal sealed class WarehouseHolder : IDisposable
{
    private const string Variable = "SLUICE_TEST_HOLD_WAREHOUSE";
    private const string Ready = "the warehouse is open";

    private readonly Process process;

    private WarehouseHolder(Process process) => this.process = process;

    public int ProcessId => process.Id;

    public static async Task<WarehouseHolder> StartAsync(string path, CancellationToken cancellationToken)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, Environment = { [Variable] = path } };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(typeof(WarehouseHolder).Assembly.Location);
        }

        var holder = new WarehouseHolder(Process.Start(start)!);
        try
        {
            while (await holder.process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                if (line == Ready)
                {
                    return holder;
                }
            }

            throw new InvalidOperationException("The other process ended without opening the warehouse.");
        }
        catch
        {
            holder.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }

    // Before the test framework's entry point, which knows nothing of this.
    [ModuleInitializer]
    internal static void Hold()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } path)
        {
            return;
        }

        var warehouse = DuckDbWarehouse.Open(path);
        using var connection = warehouse.OpenConnection();
        Console.WriteLine(Ready);
        Console.In.ReadToEnd();
        Environment.Exit(0);
    }
}
