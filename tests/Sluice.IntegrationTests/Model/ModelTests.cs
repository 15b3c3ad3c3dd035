using System.Globalization;

namespace Sluice.IntegrationTests.Model;

/// <summary>
/// Whatever happens to files, storage and processes, the tables hold each row of the files once. <c>SLUICE_CHAOS_STEPS</c> sets how
/// much happens, and <c>SLUICE_CHAOS_SEED</c> what. A long run without a seed picks one. <c>SLUICE_CHAOS_LAKE=folder</c> takes a folder
/// instead of Azurite.
/// </summary>
public sealed class ModelTests(ITestOutputHelper output)
{
    private const int StepsBetweenChecks = 8;

    public static TheoryData<int, int> Runs
    {
        get
        {
            var steps = Read("SLUICE_CHAOS_STEPS");
            var seed = Read("SLUICE_CHAOS_SEED");
            return steps is null && seed is null ? new() { { 1, 24 }, { 2, 24 } } : new() { { seed ?? Random.Shared.Next(), steps ?? 48 } };
        }
    }

    /// <summary>A short history of a folder, unless all are of one.</summary>
    public static TheoryData<int, int> RunsOfFolder => IsFolder ? Runs : [(1, 24)];

    /// <summary>With a server, a process takes longer to start, so the default is one history.</summary>
    public static TheoryData<int, int> RunsOfTwoProcesses => [Runs.First()];

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task A_random_history_leaves_what_the_files_say(int seed, int steps)
    {
        await using var warehouse = new DuckDbModelWarehouse();
        await RunAsync(warehouse, seed, steps);
    }

    [Theory]
    [MemberData(nameof(RunsOfFolder))]
    public async Task So_does_one_of_files_in_a_folder(int seed, int steps)
    {
        await using var warehouse = new DuckDbModelWarehouse();
        await RunAsync(warehouse, new FolderStore(), seed, steps);
    }

    [Theory]
    [MemberData(nameof(RunsOfTwoProcesses))]
    public async Task So_does_one_of_two_processes_that_load_into_one_SQL_Server(int seed, int steps)
    {
        await using var warehouse = await SqlServerModelWarehouse.CreateAsync();
        await RunAsync(warehouse, seed, steps);
    }

    private static bool IsFolder => Environment.GetEnvironmentVariable("SLUICE_CHAOS_LAKE") == ModelStore.Folder;

    private async Task RunAsync(ModelWarehouse warehouse, int seed, int steps) =>
        await RunAsync(warehouse, IsFolder ? new FolderStore() : await AzuriteStore.CreateAsync(), seed, steps);

    private async Task RunAsync(ModelWarehouse warehouse, ModelStore store, int seed, int steps)
    {
        await using var world = new ModelWorld(warehouse, store, seed);
        var check = new ModelCheck(warehouse, world.Erasures);
        try
        {
            for (var step = 1; step <= steps; step++)
            {
                await world.StepAsync();
                if (step % StepsBetweenChecks == 0 || step == steps)
                {
                    await world.CheckAsync(check);
                }
            }

            output.WriteLine($"{steps} steps left {check.Summary}.");
        }
        catch (Exception e)
        {
            Assert.Fail(
                $"{e.Message}\n\nSLUICE_CHAOS_SEED={seed} SLUICE_CHAOS_STEPS={steps}\n\n{string.Join('\n', world.History)}\n\n"
                + $"{string.Join('\n', world.Log.TakeLast(200))}\n\n{e}");
        }
    }

    private static int? Read(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? int.Parse(value, CultureInfo.InvariantCulture) : null;
}
