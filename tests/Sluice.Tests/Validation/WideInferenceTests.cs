using System.Text;
using CsCheck;
using Sluice.Inference;
using Sluice.Lake.Schema;

namespace Sluice.Tests.Validation;

/// <summary>Measures the memory and the processor time of the process, so no other test may run meanwhile.</summary>
[Collection(nameof(BoundedMemoryTests.Alone))]
[Trait("kind", "thorough")]
public class WideInferenceTests
{
    /// <summary>With 46 own candidates for each column, 100,000 columns took 4.6 GB.</summary>
    [Fact]
    public async Task Time_and_memory_grow_with_the_number_of_columns_and_no_faster()
    {
        await MeasureAsync(100);
        var few = await MeasureAsync(10_000);
        var many = await MeasureAsync(80_000);

        // Eight times as many. Comparing each with each would take 64 times as long.
        Assert.InRange(many.Time / few.Time, 0, 40);
        Assert.InRange(many.Memory, long.MinValue, 240_000_000);
    }

    private static async Task<(TimeSpan Time, long Memory)> MeasureAsync(int columns)
    {
        var file = new StringBuilder().AppendJoin(',', Enumerable.Range(0, columns).Select(i => $"c{i}")).Append('\n');
        for (var row = 0; row < 5; row++)
        {
            file.AppendJoin(',', Enumerable.Range(0, columns).Select(i => i % 2 == 0 ? $"{row}" : $"t{row}")).Append('\n');
        }

        var bytes = Encoding.UTF8.GetBytes(file.ToString());
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var start = Environment.CpuUsage.TotalTime;
        using var inference = new SchemaInference();
        await inference.ReadAsync(Given.File(bytes), "a.csv", long.MaxValue, TestContext.Current.CancellationToken);
        var time = Environment.CpuUsage.TotalTime - start;
        var memory = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.Equal(columns / 2, inference.ToTable("ads").Columns.Count(c => c is { Field.Type: FieldType.Integer, IsUnique: true }));
        return (time, memory);
    }
}
