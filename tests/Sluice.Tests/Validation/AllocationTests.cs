using System.Globalization;
using System.Text;
using Sluice.Lake;
using Sluice.Loading;
using Sluice.Validation;

namespace Sluice.Tests.Validation;

public sealed class AllocationTests
{
    private const int Rows = 64 * BatchRows;
    private const int BatchRows = 1024;

    [Fact]
    public async Task Rows_without_text_are_read_and_validated_without_an_allocation()
    {
        var dataset = Given.Dataset(
            Given.Field("id", FieldType.Integer, required: true) with { Constraints = new FieldConstraints { Required = true, Minimum = "1" } },
            Given.Field("price", FieldType.Number),
            Given.Field("sold", FieldType.Boolean),
            Given.Field("day", FieldType.Date),
            Given.Field("at", FieldType.Time),
            Given.Field("created", FieldType.Datetime),
            Given.Field("year", FieldType.Year));
        await using var reader = new DatasetReader(dataset, Given.DuckDb, new LoaderOptions(), Given.File(Encoding.UTF8.GetBytes(Csv())));
        await reader.StartAsync(hashing: true, CancellationToken.None);
        var batch = new ColumnBatch(dataset.Schema, BatchRows);
        var rejects = new List<Reject>();

        // Buffers grow to their size in the first half.
        var read = await ReadAsync(Rows / 2);
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (read < Rows)
        {
            var reading = reader.ReadAsync(batch, rejects, CancellationToken.None);
            Assert.True(reading.IsCompletedSuccessfully);
            read += batch.Count;
        }

        // Less than a byte a row: what there is, calls of a batch allocate (state machines, in a debug build).
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (Rows / 2) - 1);

        async Task<int> ReadAsync(int rows)
        {
            var count = 0;
            while (count < rows && await reader.ReadAsync(batch, rejects, CancellationToken.None))
            {
                Assert.Empty(rejects);
                count += batch.Count;
            }

            return count;
        }
    }

    private static string Csv()
    {
        var text = new StringBuilder("id,price,sold,day,at,created,year\n");
        for (var row = 1; row <= Rows; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{row},{row % 900}.50,{(row % 2 == 0 ? "true" : "false")},2024-02-29,07:08:09,2024-05-06T07:08:09Z,2024\n");
        }

        return text.ToString();
    }
}
