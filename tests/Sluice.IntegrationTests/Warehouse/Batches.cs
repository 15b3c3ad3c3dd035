using System.Text;
using Sluice.Lake.Definition;
using Sluice.Rows;

namespace Sluice.IntegrationTests.Warehouse;

/// <summary>
/// Makes batches of plain values: <see cref="string"/>, <see cref="long"/>, <see cref="Int128"/> (a decimal times ten to its scale),
/// <see cref="double"/>, <see cref="bool"/>, <see cref="DateOnly"/>, <see cref="TimeOnly"/>, <see cref="DateTime"/> or
/// <see langword="null"/>.
/// </summary>
internal static class Batches
{
    public static ColumnBatch Of(Dataset dataset, IEnumerable<object?[]> rows, long firstRow = 1)
    {
        var all = rows.ToList();
        var batch = new ColumnBatch(dataset.Schema, Math.Max(1, all.Count));
        Fill(batch, all, firstRow);
        return batch;
    }

    public static void Fill(ColumnBatch batch, IEnumerable<object?[]> rows, long firstRow = 1)
    {
        batch.Clear();
        foreach (var values in rows)
        {
            for (var i = 0; i < values.Length; i++)
            {
                Set(batch.Columns[i], batch.Count, values[i]);
            }

            batch.AddRow(firstRow + batch.Count);
        }
    }

    private static void Set(Column column, int row, object? value)
    {
        switch (value)
        {
            case null:
                column.SetNull(row);
                break;
            case string text:
                ((TextColumn)column).Set(row, Encoding.UTF8.GetBytes(text));
                break;
            case long number:
                ((ValueColumn<long>)column).Set(row, number);
                break;
            case Int128 digits:
                ((ValueColumn<Int128>)column).Set(row, digits);
                break;
            case double number:
                ((ValueColumn<double>)column).Set(row, number);
                break;
            case bool truth:
                ((ValueColumn<bool>)column).Set(row, truth);
                break;
            case DateOnly date:
                ((ValueColumn<int>)column).Set(row, date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber);
                break;
            case TimeOnly time:
                ((ValueColumn<long>)column).Set(row, time.Ticks);
                break;
            case DateTime time:
                ((ValueColumn<long>)column).Set(row, time.Ticks - DateTime.UnixEpoch.Ticks);
                break;
            default:
                throw new ArgumentException($"There is no column for {value.GetType()}.", nameof(value));
        }
    }
}
