using System.Diagnostics;
using Sluice.DuckDb;

namespace Sluice.IntegrationTests.Warehouse;

/// <summary>Another process that has a warehouse file open: this test program again, started with <see cref="Variable"/>.</summary>
internal sealed class WarehouseHolder : IDisposable
{
    public const string Variable = "SLUICE_TEST_HOLD_WAREHOUSE";
    private const string Ready = "the warehouse is open";

    private readonly Process process;

    private WarehouseHolder(Process process) => this.process = process;

    public int ProcessId => process.Id;

    public static async Task<WarehouseHolder> StartAsync(string path, CancellationToken cancellationToken)
    {
        var holder = new WarehouseHolder(TestProgram.Start(Variable, path));
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

    public void End()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }

    public void Dispose()
    {
        End();
        process.Dispose();
    }

    /// <summary>The work of the other process: it keeps a warehouse open until its standard input ends.</summary>
    public static async Task HoldAsync(string path)
    {
        await using var warehouse = DuckDbWarehouse.Open(path);
        Console.WriteLine(Ready);
        await Console.In.ReadToEndAsync();
    }
}
