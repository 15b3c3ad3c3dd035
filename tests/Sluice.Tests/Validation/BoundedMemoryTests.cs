using System.Text;
using Sluice.IO;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Validation.Rows;

namespace Sluice.Tests.Validation;

/// <summary>Measures the memory of the process while it reads a file, so no other test may run meanwhile.</summary>
[Collection(nameof(Alone))]
[Trait("kind", "thorough")]
public class BoundedMemoryTests
{
    private static readonly Dataset Pairs = Given.Dataset(Given.Field("id", FieldType.Integer), Given.Field("text"));

    /// <summary>Reading 24 MB of random text without a row takes only a few buffers, wherever its quotes end.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task However_many_bytes_there_are_memory_is_bounded(int seed)
    {
        var random = new Random(seed);
        var soup = Enumerable.Range(0, 200_000)
            .SelectMany(_ => Encoding.UTF8.GetBytes(PropertyTests.Alphabet[random.Next(PropertyTests.Alphabet.Length)])).ToArray();
        byte[] file = [.. "id,text\n"u8, .. Enumerable.Repeat(soup, 24 * 1024 * 1024 / soup.Length).SelectMany(s => s)];
        await using var reader = await DatasetReader.StartAsync(
            Pairs, Given.DuckDb, new ReadOptions { MaxRecordBytes = 64 * 1024 }, Given.File(file), hashing: true,
            TestContext.Current.CancellationToken);
        var batch = new ColumnBatch(Pairs.Schema, 4096);
        var rejects = new List<Reject>();
        var (before, most, rows) = (GC.GetTotalMemory(forceFullCollection: true), 0L, 0L);
        for (var batches = 0; await reader.ReadAsync(batch, rejects, TestContext.Current.CancellationToken); batches++)
        {
            rows += batch.Count + rejects.Count;
            if (batches % 50 == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        Assert.InRange(rows, 750_000, long.MaxValue);
        Assert.InRange(most, long.MinValue, 16 * 1024 * 1024);
    }

    /// <summary>Tests that run alone.</summary>
    [CollectionDefinition(nameof(Alone), DisableParallelization = true)]
    public sealed class Alone;
}
