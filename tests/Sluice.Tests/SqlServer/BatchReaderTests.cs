using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Ledger;
using Sluice.Rows;
using Sluice.SqlServer.Loading;
using Sluice.SqlServer.Schema;
using Sluice.Warehouse;

namespace Sluice.Tests.SqlServer;

/// <summary>One bulk copy takes rows for a limited time. The next one takes the rows that come later.</summary>
public sealed class BatchReaderTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Dataset People = new()
    {
        Name = "people",
        Paths = [new DatasetPath("data", "*.csv")],
        WriteMode = WriteMode.Append,
        Schema = new TableSchema
        {
            Fields = [new Field { Name = "id", Type = FieldType.Integer, Column = new ColumnType(ColumnKind.Int64) }],
        },
    };

    private static readonly FileVersion Version = new("data/a.csv", "v1", 1000, Noon, Noon, BlobKind.Block);

    private static readonly FileRecord File = new()
    {
        Id = 1,
        Path = Version.Path,
        Dataset = People.Name,
        State = LoadState.Running,
        ETag = Version.ETag,
        LastModified = Noon,
        Length = Version.Length,
        Rows = 0,
        Rejected = 0,
        Fingerprint = null,
        Checkpoint = null,
        RowVersion = 7,
        LastLoad = 1,
        Attempts = 0,
        AttemptFingerprint = null,
        NextTry = null,
        Error = null,
        UpdatedAt = Noon,
    };

    private readonly BatchReader reader = new(new LoadTarget(People, File, Version, 1), new DatasetTable(People));

    public void Dispose() => reader.Dispose();

    [Fact]
    public void A_copy_ends_with_the_batch_in_which_its_time_is_over_and_the_next_takes_what_comes_later()
    {
        var first = reader.Offer(Batch(rows: 2));
        Assert.True(reader.Begin(TimeSpan.Zero));
        var second = reader.Offer(Batch(rows: 3));
        reader.Complete();

        Assert.Equal(2, CountRows());
        Assert.True(first.IsCompletedSuccessfully);
        Assert.False(second.IsCompleted);

        Assert.True(reader.Begin(TimeSpan.Zero));
        Assert.Equal(3, CountRows());
        Assert.True(second.IsCompletedSuccessfully);
        Assert.False(reader.Begin(TimeSpan.Zero));
    }

    [Fact]
    public async Task A_copy_that_waits_for_rows_ends_when_its_time_is_over()
    {
        _ = reader.Offer(Batch(rows: 2));
        Assert.True(reader.Begin(TimeSpan.FromMilliseconds(1)));

        Assert.Equal(2, await Task.Run(CountRows).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken));
    }

    private static ColumnBatch Batch(int rows)
    {
        var batch = new ColumnBatch(People.Schema, rows);
        for (var row = 1; row <= rows; row++)
        {
            batch.AddRow(row);
        }

        return batch;
    }

    private int CountRows()
    {
        var rows = 0;
        while (reader.Read())
        {
            rows++;
        }

        return rows;
    }
}
