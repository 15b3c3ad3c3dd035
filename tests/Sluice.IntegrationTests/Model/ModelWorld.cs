using System.Collections.Concurrent;
using Sluice.Lake.Definition;

namespace Sluice.IntegrationTests.Model;

/// <summary>
/// A lake, a warehouse, the processes that load one into the other, and what happens to them. The seed decides all random choices.
/// </summary>
internal sealed class ModelWorld : IAsyncDisposable
{
    private const int FilesOfDataset = 4;
    private const int MostStepsToEnd = 60;
    private const int ChunkSize = 1024 * 1024;
    private readonly Random random;
    private readonly List<ModelFile> files;
    private readonly ConcurrentQueue<string> log = new();
    private readonly ModelWarehouse warehouse;
    private readonly ModelStore store;
    private readonly LoaderProcess?[] loaders;

    // The loads of processes that were stopped.
    private readonly HashSet<long> stopped = [];
    private readonly ErasureModel erasures = new();
    private int edition;

    // What has each key, right after a check and before anything else happens.
    private IReadOnlyDictionary<long, (int Rows, int Rejects)>? counts;

    /// <summary>Creates it.</summary>
    /// <param name="warehouse">The warehouse, which the caller disposes of.</param>
    /// <param name="store">Where the lake is.</param>
    /// <param name="seed">The seed.</param>
    public ModelWorld(ModelWarehouse warehouse, ModelStore store, int seed)
    {
        (this.warehouse, this.store) = (warehouse, store);
        loaders = new LoaderProcess?[warehouse.Processes];
        random = new Random(seed);
        files = [.. ModelLake.Datasets.SelectMany(d => Enumerable.Range(1, FilesOfDataset).Select(
            i => new ModelFile(d, $"{ModelLake.Container}/{d.Name}/{i}.csv")))];
    }

    /// <summary>What was erased.</summary>
    public ErasureModel Erasures => erasures;

    /// <summary>What has happened, one a line.</summary>
    public List<string> History { get; } = [];

    /// <summary>What the loading processes have logged.</summary>
    public IEnumerable<string> Log => log;

    /// <summary>Makes one thing happen.</summary>
    public async Task StepAsync()
    {
        if (counts is { } before)
        {
            counts = null;
            if (random.Next(3) == 0)
            {
                await EraseAloneAsync(before);
                return;
            }
        }

        await StepAtRandomAsync();
    }

    private Task StepAtRandomAsync() => random.Next(25) switch
    {
        < 4 => ChangeAsync(Pick(_ => true), isNew: true),
        < 9 => ChangeAsync(Pick(f => f.Stream is not null), isNew: false),
        9 => DeleteAsync(Pick(f => f.Stream is not null && f.Dataset.OnDelete == DeletePolicy.Remove)),
        < 13 => TellAsync($"{LoaderProgram.Load} {files[random.Next(files.Count)].Path}"),
        < 15 => RaceAsync(files[random.Next(files.Count)]),
        15 => TellAsync(LoaderProgram.Sweep),
        16 => KillAsync(),
        17 => random.Next(2) == 0 ? StopAsync() : KillAsync(),
        18 => TellAsync($"{LoaderProgram.Faults} {(random.Next(2) == 0 ? "0.02" : "0")}"),
        19 => TellAsync($"{LoaderProgram.Reload} {files[random.Next(files.Count)].Path}"),
        20 => ChangeDefinition(),
        < 24 => EraseAsync(),
        _ => RestartStoreAsync(),
    };

    /// <summary>Lets all work end, and compares the tables with what they should be.</summary>
    public async Task CheckAsync(ModelCheck check)
    {
        History.Add("-- quiet");
        await EndOutdatedAsync(check);
        var first = await StartAsync(0);
        var running = loaders.OfType<LoaderProcess>().ToList();
        await Task.WhenAll(running.Select(l => l.FinishAsync()));
        foreach (var loader in running)
        {
            erasures.End(await loader.ReadErasuresAsync());
        }

        foreach (var key in erasures.Open)
        {
            if (!(await EraseAsync(first, key)).IsDone)
            {
                throw new ModelException($"The key {key} cannot be erased.");
            }
        }

        await first.SettleAsync();
        foreach (var loader in running)
        {
            await EndAsync(loader, check);
        }

        check.Outlived.UnionWith(stopped);
        check.Stopped.UnionWith(stopped);

        Array.Clear(loaders);
        await check.RunAsync(files, edition, ModelStore.Open(store.Name, ChunkSize));
        counts = check.Counts;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var loader in loaders.OfType<LoaderProcess>())
        {
            await loader.DisposeAsync();
        }

        await store.DisposeAsync();
    }

    // As in a deployment: processes that run keep the edition that they began with.
    private Task ChangeDefinition()
    {
        edition = 1 - edition;
        History.Add($"change the lake definition to edition {edition}");
        return Task.CompletedTask;
    }

    private async Task EndOutdatedAsync(ModelCheck check)
    {
        for (var i = 0; i < loaders.Length; i++)
        {
            if (loaders[i] is { } loader && loader.Edition != edition)
            {
                await loader.FinishAsync();
                erasures.End(await loader.ReadErasuresAsync());
                await EndAsync(loader, check);
                loaders[i] = null;
            }
        }
    }

    private static async Task EndAsync(LoaderProcess loader, ModelCheck check)
    {
        await loader.QuitAsync();
        check.Outlived.UnionWith(loader.Loads.Keys);
        await loader.DisposeAsync();
    }

    private ModelFile? Pick(Func<ModelFile, bool> condition)
    {
        var fitting = files.Where(condition).ToList();
        return fitting.Count == 0 ? null : fitting[random.Next(fitting.Count)];
    }

    // A new file, or a new content of one; or a file that grows or is cut.
    private async Task ChangeAsync(ModelFile? file, bool isNew)
    {
        if (file is null)
        {
            return;
        }

        var before = file.Current?.Length ?? 0;
        if (isNew || file.Stream is null)
        {
            file.Stream = new RecordStream(random);
            file.IsAppended = random.Next(3) == 0;
            before = file.Stream.HeaderLength;
        }

        var growth = random.Next(6) switch { 0 => 0, 1 => random.Next(1, 20), < 4 => random.Next(2_000), _ => random.Next(40_000) };
        var isCut = !isNew && !file.IsAppended && random.Next(8) == 0;
        var length = isCut ? random.Next(file.Stream.HeaderLength, before + 1) : before + growth;
        var content = file.Stream.Take(length);
        History.Add(
            $"{(isNew ? "upload" : isCut ? "cut" : "grow")} {file.Path} to {length} bytes{(file.IsAppended ? ", by appending" : "")}");
        await WriteAsync(file, content, file.IsAppended && !isNew ? before : 0);
        if (random.Next(2) == 0)
        {
            await TellAsync($"{LoaderProgram.Load} {file.Path}");
        }
    }

    private async Task WriteAsync(ModelFile file, byte[] content, int from) =>
        file.Versions.Add(await store.WriteAsync(file, content, from));

    private async Task DeleteAsync(ModelFile? file)
    {
        if (file is not null)
        {
            History.Add($"delete {file.Path}");
            await store.DeleteAsync(file);
            file.Stream = null;
        }
    }

    private int NextKey() => random.Next(1, RecordStream.Keys + 20);

    // Nothing else happens, so it is known what is erased.
    private async Task EraseAloneAsync(IReadOnlyDictionary<long, (int Rows, int Rejects)> before)
    {
        var key = NextKey();
        erasures.Ask(key);
        var (_, isDone, rows, rejected) = await EraseAsync(AnyOf(loaders.Length), key);
        var (expectedRows, expectedRejects) = before.GetValueOrDefault(key);
        if (!isDone || (rows, rejected) != (expectedRows, expectedRejects))
        {
            throw new ModelException(
                $"The key {key} is in {expectedRows} rows and {expectedRejects} rejects, but {rows} and {rejected} were erased.");
        }
    }

    // A process erases while it loads, while others load, or both. The lake may change meanwhile.
    private async Task EraseAsync()
    {
        var key = NextKey();
        var index = AnyOf(loaders.Length);
        switch (random.Next(4))
        {
            case 0:
                await TellToEraseAsync(index, key);
                break;
            case 1:
                await EraseAsync(index, key);
                break;
            case 2:
                await TellAsync(LoaderProgram.Sweep);
                await EraseAsync(index, key);
                break;
            default:
                await RaceAsync(files[random.Next(files.Count)]);
                await TellToEraseAsync(AnyOf(loaders.Length), NextKey());
                await EraseAsync(index, key);
                break;
        }
    }

    private async Task TellToEraseAsync(int index, int key)
    {
        erasures.Ask(key);
        await TellAsync(index, $"{LoaderProgram.Erase} {key}");
    }

    private async Task<(long Operation, bool IsDone, long Rows, long Rejected)> EraseAsync(int index, long key)
    {
        erasures.Ask(key);
        return await EraseAsync(await StartAsync(index), key);
    }

    private async Task<(long Operation, bool IsDone, long Rows, long Rejected)> EraseAsync(LoaderProcess loader, long key)
    {
        var result = await loader.EraseAsync(key);
        History.Add($"{(loaders.Length == 1 ? "" : $"{Array.IndexOf(loaders, loader)}: ")}erase {key}: {result}");
        if (result.IsDone)
        {
            erasures.End(key, result.Operation, files);
        }

        return result;
    }

    private Task TellAsync(string command) => TellAsync(AnyOf(loaders.Length), command);

    private async Task TellAsync(int index, string command)
    {
        History.Add(loaders.Length == 1 ? command : $"{index}: {command}");
        await (await StartAsync(index)).TellAsync(command);
    }

    private async Task RaceAsync(ModelFile file)
    {
        for (var i = 0; i < loaders.Length; i++)
        {
            await TellAsync(i, $"{LoaderProgram.Race} {file.Path}");
        }
    }

    private async Task<LoaderProcess> StartAsync(int index) =>
        loaders[index] ??= await LoaderProcess.StartAsync(warehouse.Name, store.Name, edition, log);

    private Task KillAsync() => EndAsync("kill", (l, steps) => l.KillAsync(steps));

    private Task StopAsync() => EndAsync("stop", async (l, steps) =>
    {
        await l.StopAsync(steps);
        stopped.UnionWith(l.Loads.Keys);
    });

    private async Task EndAsync(string how, Func<LoaderProcess, int, Task> end)
    {
        var running = Enumerable.Range(0, loaders.Length).Where(i => loaders[i] is not null).ToList();
        if (running.Count == 0)
        {
            return;
        }

        var index = running[AnyOf(running.Count)];
        switch (random.Next(3))
        {
            case 0:
                await TellAsync(index, LoaderProgram.Sweep);
                break;
            case 1:
                await TellToEraseAsync(index, NextKey());
                break;
        }

        var steps = 1 + random.Next(MostStepsToEnd);
        History.Add($"{how} {(loaders.Length == 1 ? "" : $"{index} ")}after {steps} steps");
        await end(loaders[index]!, steps);
        await loaders[index]!.DisposeAsync();
        loaders[index] = null;
    }

    private int AnyOf(int count) => count == 1 ? 0 : random.Next(count);

    private async Task RestartStoreAsync()
    {
        History.Add("restart the storage");
        if (!await store.RestartAsync())
        {
            return;
        }

        erasures.Forget();

        // Forgotten changes are repeated.
        foreach (var file in files)
        {
            if (await store.FindAsync(file) == file.Current?.ETag)
            {
                continue;
            }

            History.Add($"{file.Path} is forgotten, and written again");
            if (file.Current is { } version)
            {
                await WriteAsync(file, version.Content, 0);
            }
            else
            {
                await store.DeleteAsync(file);
            }
        }
    }
}
