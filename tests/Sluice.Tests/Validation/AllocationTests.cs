using System.Text;
using Sluice.IO;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Tests.Lake;
using Sluice.Validation.Rows;

namespace Sluice.Tests.Validation;

/// <summary>The cost of a row: its bytes go to columns without an allocation on the way.</summary>
[Trait("kind", "thorough")]
public sealed class AllocationTests
{
    private const int Rows = 64 * BatchRows;
    private const int BatchRows = 1024;

    public static TheoryData<TypeSample> Samples => [.. TypeSample.All];

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Rows_of_a_type_are_read_and_validated_without_an_allocation(TypeSample sample)
    {
        var dataset = LakeFolder.Load(sample.LakeDefinition).Datasets[0];
        var times = Rows / sample.Texts.Length + 1;
        var csv = Encoding.UTF8.GetBytes(TypeSample.Header + string.Concat(Enumerable.Repeat(sample.Rows, times)));
        Assert.Equal(0, await AllocatedAsync(dataset, csv));
    }

    [Fact]
    public async Task Rows_with_constraints_are_read_and_validated_without_an_allocation()
    {
        const string Price = """{ "exclusiveMinimum": 0, "maximum": 1000 }""";
        var dataset = LakeFolder.Load(LakeFolder.PackageOfSchema(
            $$"""
            { "primaryKey": "id", "fields": [
              { "name": "id", "type": "integer", "constraints": { "required": true, "unique": true, "minimum": 1 } },
              { "name": "price", "type": "number", "sluice:type": "decimal(12,2)", "constraints": {{Price}} },
              { "name": "day", "type": "date", "constraints": { "minimum": "2000-01-01", "exclusiveMaximum": "2030-01-01" } },
              { "name": "size", "type": "string", "categories": ["small", "large"] },
              { "name": "city", "type": "string", "constraints": { "minLength": 2, "maxLength": 10, "pattern": "[A-Z][a-zø]+" } },
              { "name": "kind", "type": "string", "constraints": { "enum": ["cars", "jobs", "pets"] }, "missingValues": ["", "n/a"] }
            ] }
            """)).Datasets[0];
        var csv = new StringBuilder("id,price,day,size,city,kind\n");
        for (var row = 1; row <= Rows; row++)
        {
            csv.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"{row},{row % 900}.50,2024-02-29,small,Tromsø,{(row % 3 == 0 ? "n/a" : "pets")}\n");
        }

        Assert.Equal(0, await AllocatedAsync(dataset, Encoding.UTF8.GetBytes(csv.ToString())));
    }

    [Fact]
    public async Task Columns_that_are_no_fields_are_kept_without_an_allocation()
    {
        var dataset = LakeFolder.Load(LakeFolder.PackageOf(
            "\"sluice:onNewColumn\": \"keep\", \"schema\": { \"fields\": [{ \"name\": \"id\", \"type\": \"integer\" }] }")).Datasets[0];
        var csv = new StringBuilder("id,colour,note\n");
        for (var row = 1; row <= Rows; row++)
        {
            csv.Append(System.Globalization.CultureInfo.InvariantCulture, $"{row},red \\ grün,{row}\n");
        }

        Assert.Equal(0, await AllocatedAsync(dataset, Encoding.UTF8.GetBytes(csv.ToString())));
    }

    [Fact]
    public void Every_type_and_format_is_among_the_samples()
    {
        Assert.Equal(
            Enum.GetNames<FieldType>().Select(n => n.ToLowerInvariant()).Order(StringComparer.Ordinal),
            TypeSample.All.Select(s => s.Type).Distinct().Order(StringComparer.Ordinal));
        foreach (var (type, formats) in Sluice.Lake.Reading.FieldDescriptorReader.Formats)
        {
            Assert.Equal(
                formats.Prepend("default").Order(StringComparer.Ordinal),
                TypeSample.All.Where(s => string.Equals(s.Type, type.ToString(), StringComparison.OrdinalIgnoreCase))
                    .Select(s => s.Format).Where(f => f != "any" && !f.Contains(' ', StringComparison.Ordinal)
                        && !f.Contains('%', StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        }
    }

    /// <summary>
    /// The bytes that reading the second half of a file allocates for each value, in whole bytes. Buffers reach their size in the
    /// first half. What remains are allocations for each batch, such as state machines in a debug build.
    /// </summary>
    private static async Task<long> AllocatedAsync(Dataset dataset, byte[] csv)
    {
        await using var reader = await DatasetReader.StartAsync(
            dataset, Given.DuckDb, new ReadOptions(), Given.File(csv), hashing: true, CancellationToken.None);
        var batch = new ColumnBatch(dataset.Schema, BatchRows);
        var rejects = new List<Reject>();
        var read = 0;
        var before = 0L;
        while (await ReadAsync())
        {
            Assert.Empty(rejects);
            read += batch.Count;
            before = before == 0 && read >= Rows / 2 ? GC.GetAllocatedBytesForCurrentThread() : before;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(read, Rows, int.MaxValue);
        return allocated / ((read - (Rows / 2)) * dataset.Schema.Fields.Count);

        // A file in memory needs no waiting, so all reading stays on this thread.
        ValueTask<bool> ReadAsync()
        {
            var reading = reader.ReadAsync(batch, rejects, CancellationToken.None);
            Assert.True(reading.IsCompletedSuccessfully);
            return reading;
        }
    }
}
