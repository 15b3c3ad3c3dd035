using System.Collections.Concurrent;
using System.Text;
using Sluice.Lake;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Model;

/// <summary>Looks for what is left of erased keys. It can do so while loads run.</summary>
/// <param name="warehouse">The warehouse.</param>
/// <param name="lake">The lake.</param>
internal sealed class ErasureCheck(IWarehouse warehouse, ILakeStorage lake)
{
    // The keys of rejects files, by their versions.
    private readonly ConcurrentDictionary<string, HashSet<long>> keys = new(StringComparer.Ordinal);

    /// <summary>The key of a record, if it has one, whatever its delimiter is.</summary>
    public static HashSet<long> KeysOf(string record) =>
        [.. PlainReader.Delimiters.SelectMany(d => KeysOf(Encoding.UTF8.GetBytes($"{PlainReader.HeaderOf(d)}\n{record}")))];

    /// <summary>Finds something that has an erased key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>What it is, or <see langword="null"/>.</returns>
    public async Task<string?> FindAsync(long key)
    {
        foreach (var dataset in ModelLake.Datasets.Where(ModelLake.IsErased))
        {
            var rows = 0;
            await warehouse.ReadValuesAsync(
                dataset, ["id"], where: null, v => rows += (long)v[0] == key ? 1 : 0, CancellationToken.None);
            if (rows > 0)
            {
                return $"{rows} rows of {dataset.Name} have it";
            }

            var rejects = await warehouse.ReadRejectsAsync(
                new LedgerQuery { Dataset = dataset.Name, Top = int.MaxValue }, CancellationToken.None);
            if (rejects.FirstOrDefault(r => KeysOf(r.RawText).Contains(key)) is { } reject)
            {
                return $"row {reject.Row} of {reject.File}, a reject of load {reject.Load}, has it";
            }
        }

        return (await ReadRejectsFilesAsync()).FirstOrDefault(f => f.Value.Contains(key)) is { Key: { } path } ? $"{path} has it" : null;
    }

    /// <summary>The keys in the rejects files of datasets whose keys are erased, by the paths of the files.</summary>
    public async Task<IReadOnlyDictionary<string, HashSet<long>>> ReadRejectsFilesAsync()
    {
        var files = new Dictionary<string, HashSet<long>>(StringComparer.Ordinal);
        foreach (var dataset in ModelLake.Datasets.Where(ModelLake.IsErased))
        {
            await foreach (var file in lake.ListAsync(RejectsFile.Container, $"{dataset.Name}/", CancellationToken.None))
            {
                var version = $"{file.Path} {file.ETag}";
                if (!keys.TryGetValue(version, out var found))
                {
                    try
                    {
                        await using var stream = await lake.OpenReadAsync(file, 0, CancellationToken.None);
                        using var content = new MemoryStream();
                        await stream.CopyToAsync(content);
                        keys[version] = found = KeysOf(content.ToArray());
                    }
                    catch (LakeFileChangedException)
                    {
                        // It is written again or deleted just now.
                        continue;
                    }
                }

                files.Add(file.Path, found);
            }
        }

        return files;
    }

    private static HashSet<long> KeysOf(byte[] content) => [.. PlainReader.Read("", content, long.MaxValue).Keys.Select(k => k.Key)];
}
