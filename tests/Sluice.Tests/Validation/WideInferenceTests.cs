using System.Diagnostics;
using System.Text;
using CsCheck;
using Sluice.Inference;
using Sluice.Lake.Schema;

namespace Sluice.Tests.Validation;

/// <summary>Measures the memory of the process, so no other test may run meanwhile.</summary>
[Collection(nameof(BoundedMemoryTests.Alone))]
[Trait("kind", "thorough")]
public class WideInferenceTests
{
    /// <summary>With 46 own candidates for each column, these took 4.6 GB and half a minute.</summary>
    [Fact]
    public async Task A_hundred_thousand_columns_take_seconds_and_little_memory()
    {
        const int Columns = 100_000;
        var file = new StringBuilder().AppendJoin(',', Enumerable.Range(0, Columns).Select(i => $"c{i}")).Append('\n');
        for (var row = 0; row < 5; row++)
        {
            file.AppendJoin(',', Enumerable.Range(0, Columns).Select(i => i % 2 == 0 ? $"{row}" : $"t{row}")).Append('\n');
        }

        var bytes = Encoding.UTF8.GetBytes(file.ToString());
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var start = Stopwatch.GetTimestamp();
        using var inference = new SchemaInference();
        await inference.ReadAsync(Given.File(bytes), "a.csv", long.MaxValue, TestContext.Current.CancellationToken);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(30), $"{Stopwatch.GetElapsedTime(start)}");
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, 0, 300_000_000);
        Assert.Equal(Columns / 2, inference.ToTable("ads").Columns.Count(c => c is { Field.Type: FieldType.Integer, IsUnique: true }));
    }
}
