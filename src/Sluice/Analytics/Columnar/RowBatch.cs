namespace Sluice.Analytics.Columnar;

/// <summary>Some rows of an answer, column by column. Its size is limited, whatever the number of rows and columns.</summary>
internal sealed class RowBatch
{
    private const int MostRows = 65_536;
    private const long MostBytes = 8 * 1024 * 1024;

    private readonly AnalyticsRows rows;

    /// <summary>Creates an empty batch.</summary>
    public RowBatch(AnalyticsRows rows)
    {
        this.rows = rows;
        Columns = [.. FlatColumns.Of(rows.Properties).Select(c => ColumnBuffer.Create(c.Name, c.Property))];
    }

    /// <summary>The columns, named as in CSV.</summary>
    public IReadOnlyList<ColumnBuffer> Columns { get; }

    /// <summary>The number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>Reads the next rows, in place of those before.</summary>
    /// <returns>Whether there are any.</returns>
    public async ValueTask<bool> ReadAsync()
    {
        foreach (var column in Columns)
        {
            column.Clear();
        }

        var bytes = 0L;
        for (Count = 0; Count < MostRows && bytes < MostBytes && await rows.ReadAsync(); Count++)
        {
            var row = rows.Row;
            foreach (var column in Columns)
            {
                bytes += column.Add(row);
            }
        }

        return Count > 0;
    }
}
