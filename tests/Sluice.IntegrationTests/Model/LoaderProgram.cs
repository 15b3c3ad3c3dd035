using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Sluice.IntegrationTests.Loading;
using Sluice.IO;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Model;

/// <summary>
/// The program of <see cref="LoaderProcess"/>: two loaders and a sweeper over a lake and a warehouse. They follow the commands of
/// standard input until they are killed. Commits are small, and the lake is read a little at a time, so that there is much to
/// interrupt.
/// </summary>
internal sealed class LoaderProgram
{
    /// <summary>The variable with the warehouse, the lake and the edition of the lake definition, one a line.</summary>
    public const string Variable = "SLUICE_TEST_LOADER";

    public const string Load = "load";
    public const string Reload = "reload";
    public const string Race = "race";
    public const string Sweep = "sweep";
    public const string Erase = "erase";
    public const string EraseNow = "erase-now";
    public const string Erasures = "erasures";
    public const string Faults = "faults";
    public const string Hold = "hold";
    public const string Go = "go";
    public const string Finish = "finish";
    public const string Settle = "settle";
    public const string Quit = "quit";
    public const string Kill = "kill";
    public const string Stop = "stop";

    public const string Ready = "ready";
    public const string Holding = "holding";
    public const string Finished = "finished";
    public const string Settled = "settled";
    public const string Erased = "erased";

    // A killed process keeps its locks until the warehouse notices its end.
    private static readonly TimeSpan LongestBusy = TimeSpan.FromSeconds(60);

    private static readonly LoaderOptions Options = new()
    {
        CommitRows = 100,
        Concurrency = 3,
        Attempts = int.MaxValue,
        RetryPause = TimeSpan.FromTicks(1),
        Read = new ReadOptions { HashKey = ModelLake.HashKey },
    };

    // Whoever asked for an erasure repeats it later, if it fails as often.
    private const int MostErasures = 3;

    private readonly IWarehouse warehouse;
    private readonly TimeSpan unrest;
    private readonly ErasureCheck check;
    private readonly ConcurrentDictionary<long, Operation> erased = new();
    private readonly Loader[] loaders;
    private readonly Sweeper sweeper;
    private readonly List<Task> work = [];

    // Always the same, so that the seed of the history says all.
    private readonly Random random = new(1);
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private double faults;
    private long stepsLeft = long.MaxValue;
    private bool isKilled;
    private Gate? gate;

    private LoaderProgram(IWarehouse inner, string lake, LakeDefinition definition, ILoggerFactory logging)
    {
        (warehouse, var calls) = CountedWarehouse.Over(inner);
        var store = ModelStore.Open(lake, chunkSize: 4096);
        unrest = ModelStore.UnrestOf(lake);
        check = new ErasureCheck(inner, store);
        calls.OnCall = member =>
        {
            Step();

            // While the lake fails now and then, so does the warehouse: every second time, it does not record the end of a load.
            if (member == nameof(IWarehouse.EndLoadAsync) && faults > 0 && Happens(0.5))
            {
                throw new WarehouseUnavailableException("The network is gone.");
            }
        };
        var storage = new HookedStorage(store)
        {
            OnRead = (_, _) =>
            {
                Step();
                return Happens(faults)
                    ? throw new IOException("The disk is gone.")
                    : gate?.Pass() ?? Task.CompletedTask;
            },
        };
        Loader NewLoader() => new(definition, storage, warehouse, Options, TimeProvider.System, logging.CreateLogger<Loader>());
        loaders = [NewLoader(), NewLoader()];
        sweeper = new Sweeper(
            definition, storage, warehouse, loaders[1], Options, TimeProvider.System, logging.CreateLogger<Sweeper>());
    }

    private bool Happens(double probability)
    {
        lock (random)
        {
            return random.NextDouble() < probability;
        }
    }

    /// <summary>Runs it.</summary>
    /// <param name="value">The value of <see cref="Variable"/>.</param>
    public static async Task RunAsync(string value)
    {
        var given = value.Split('\n');
        await using var warehouse = ModelWarehouse.Open(given[0]);
        var definition = ModelLake.DefinitionOf(int.Parse(given[2], CultureInfo.InvariantCulture));
        await warehouse.PrepareAsync(definition, CancellationToken.None);
        using var logging = LoggerFactory.Create(
            b => b.AddSimpleConsole(o => o.SingleLine = true).AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace));
        var program = new LoaderProgram(warehouse, given[1], definition, logging);
        Console.WriteLine(Ready);
        while (await Console.In.ReadLineAsync() is { } line && line != Quit)
        {
            string[] command = line.Split(' ', 2);
            if (command[0] is Kill or Stop)
            {
                await program.ReachAsync(long.Parse(command[1], CultureInfo.InvariantCulture), command[0] == Kill);
                break;
            }

            await program.ObeyAsync(command);
        }

        await program.StopAsync();
    }

    // A step is a request to the lake or the warehouse. A kill comes at the step itself, whatever else runs.
    private void Step()
    {
        if (Interlocked.Decrement(ref stepsLeft) == 0)
        {
            if (isKilled)
            {
                Process.GetCurrentProcess().Kill();
            }

            reached.TrySetResult();
        }
    }

    // Returns after so many steps, or earlier if there is nothing left to do. A process to be killed is killed in both cases.
    private async Task ReachAsync(long steps, bool kill)
    {
        isKilled = kill;
        Interlocked.Exchange(ref stepsLeft, steps);
        await Task.WhenAny(reached.Task, FinishAsync());
        if (kill)
        {
            Process.GetCurrentProcess().Kill();
        }
    }

    private async Task ObeyAsync(string[] command)
    {
        switch (command[0])
        {
            case Load:
                work.Add(LoadAsync(t => loaders[0].LoadAsync(command[1], LoadTrigger.Blob, null, t)));
                break;
            case Reload:
                work.Add(LoadAsync(t => loaders[0].ReloadAsync(command[1], LoadTrigger.Http, null, t)));
                break;
            case Race:
                work.AddRange(loaders.Select(l => LoadAsync(t => l.LoadAsync(command[1], LoadTrigger.Http, null, t))));
                break;
            case Sweep:
                work.Add(Task.Run(() => sweeper.SweepAsync(CancellationToken.None)));
                break;
            case Erase:
                work.Add(Task.Run(() => EraseAsync(KeyOf(command))));
                break;
            case EraseNow:
                var operation = await Task.Run(() => EraseAsync(KeyOf(command)));
                Console.WriteLine($"{Erased} {operation.Id} {operation.State} {operation.Rows} {operation.Rejected}");
                break;
            case Erasures:
                Console.WriteLine($"{Erased} {string.Join(' ', erased.Keys)}");
                break;
            case Faults:
                faults = double.Parse(command[1], CultureInfo.InvariantCulture);
                break;
            case Hold:
                gate = new Gate(() => Console.WriteLine(Holding));
                break;
            case Go:
                gate!.Open();
                break;
            case Finish:
                faults = 0;
                await FinishAsync();
                Console.WriteLine(Finished);
                break;
            case Settle:
                await FinishAsync();
                await SettleAsync();
                Console.WriteLine(Settled);
                break;
        }
    }

    private static Task LoadAsync(Func<CancellationToken, Task> load) => Task.Run(async () =>
    {
        try
        {
            await load(CancellationToken.None);
        }
        catch (FileNotFoundException)
        {
            // Deleted meanwhile. The trigger does not count that as a failure.
        }
    });

    private static long KeyOf(string[] command) => long.Parse(command[1], CultureInfo.InvariantCulture);

    /// <summary>Erases a key.</summary>
    /// <returns>The last try.</returns>
    private async Task<Operation> EraseAsync(long key)
    {
        for (var tries = 1; ; tries++)
        {
            var started = await sweeper.Operations.StartAsync(ModelLake.Erase(key, warehouse.Limits), CancellationToken.None);
            var ended = await sweeper.Operations.WaitAsync(started.Id, longest: null, onProgress: null, CancellationToken.None);
            if (ended.State == OperationState.Succeeded)
            {
                // Whatever goes on meanwhile: a key that is erased does not come back.
                if (await check.FindAsync(key) is { } left)
                {
                    Console.WriteLine($"Operation {ended.Id} has erased the key {key}, but {left}");
                }

                erased[key] = ended;
                return ended;
            }

            if (tries == MostErasures)
            {
                return ended;
            }
        }
    }

    // As the app does when it stops.
    private async Task StopAsync()
    {
        faults = 0;
        await Task.WhenAll(loaders.Select(l => l.StopAsync(CancellationToken.None)));
        await sweeper.StopAsync();
        await FinishAsync();
    }

    private async Task FinishAsync()
    {
        await Task.WhenAll(
            work.Select(w => w.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)));
        work.Clear();
    }

    // Sweeps load what failed during the faults, as in the app.
    private async Task SettleAsync()
    {
        // Until then, versions may end before their files do.
        await Task.Delay(unrest);
        var begun = Stopwatch.GetTimestamp();
        for (var sweeps = 0; sweeps < 10;)
        {
            var result = await sweeper.SweepAsync(CancellationToken.None);
            var running = await warehouse.ReadLoadsAsync(new LedgerQuery { State = LoadState.Running }, CancellationToken.None);
            if (result is { Loaded: 0, Refused: 0, Removed: 0, Failed: 0, Waiting: 0, Busy: 0 } && running.Count == 0)
            {
                return;
            }

            sweeps += result.Busy + running.Count > 0 && Stopwatch.GetElapsedTime(begun) < LongestBusy ? 0 : 1;
        }

        Console.WriteLine("There is still something to do after ten sweeps.");
    }
}
