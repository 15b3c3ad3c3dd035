using System.Collections.Concurrent;
using System.Data.SqlTypes;
using System.Diagnostics;
using System.Text;
using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.SqlServer.Schema;
using Sluice.Warehouse;

namespace Sluice.SqlServer.Loading;

/// <summary>
/// The rows of offered batches as a reader for bulk copies. Each bulk copy reads for a limited time, and the next one continues. One thread
/// offers batches, another reads.
/// </summary>
internal sealed class BatchReader : BulkReader, IDisposable
{
    // The sources of system columns. The source of a field's column is the index of the field.
    private const int FromFile = -1;
    private const int FromRow = -2;
    private const int FromVersion = -3;
    private const int FromKey = -4;

    private readonly string[] names;
    private readonly int[] sources;
    private readonly KeyHasher? hasher;
    private readonly object file;
    private readonly object modified;
    private readonly BlockingCollection<(ColumnBatch Batch, TaskCompletionSource Read)> offered = new(boundedCapacity: 1);
    private readonly CancellationTokenSource stop = new();
    private (ColumnBatch Batch, TaskCompletionSource Read)? current;
    private long begun;
    private TimeSpan limit;
    private int row;

    /// <summary>Creates the reader of a load.</summary>
    /// <param name="target">The load, for <c>_file</c> and <c>_modified</c>.</param>
    /// <param name="table">The table that the rows are for.</param>
    public BatchReader(LoadTarget target, DatasetTable table)
    {
        var fields = target.Dataset.Schema.Fields;
        names = [.. table.Columns.Where(table.IsStaged).Select(c => c.Name)];
        sources = [.. names.Select(n => Enumerable.Range(0, fields.Count).FirstOrDefault(i => fields[i].Name == n, SourceOf(n)))];
        hasher = table.HasKeyHash
            ? new KeyHasher([.. table.HashedFields.Select(f => Enumerable.Range(0, fields.Count).First(i => fields[i].Name == f))])
            : null;
        file = target.File.Id;
        modified = target.Version.LastModified.UtcDateTime;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames => names;

    /// <summary>Offers a batch to the reading thread.</summary>
    /// <returns>Completes when all rows of the batch have been read.</returns>
    public Task Offer(ColumnBatch batch)
    {
        var read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        offered.Add((batch, read), stop.Token);
        return read.Task;
    }

    /// <summary>Marks the end of the batches.</summary>
    public void Complete() => offered.CompleteAdding();

    /// <summary>Makes the reading thread fail.</summary>
    public void Abort() => stop.Cancel();

    /// <summary>Waits for the first batch of a bulk copy. The copy ends after the batch in which its time runs out.</summary>
    /// <returns>Whether there is another batch.</returns>
    public bool Begin(TimeSpan most)
    {
        (begun, limit) = (Stopwatch.GetTimestamp(), most);
        return TryTake(Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public override bool Read()
    {
        while (current is null || ++row == current.Value.Batch.Count)
        {
            current?.Read.SetResult();
            current = null;
            var left = limit - Stopwatch.GetElapsedTime(begun);
            if (left <= TimeSpan.Zero || !TryTake(left))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override object GetValue(int ordinal)
    {
        var batch = current!.Value.Batch;
        if (sources[ordinal] >= 0)
        {
            var column = batch.Columns[sources[ordinal]];
            return column.IsNull(row) ? DBNull.Value : ValueOf(column, row);
        }

        return sources[ordinal] switch
        {
            FromFile => file,
            FromRow => batch.RowNumbers[row],
            FromVersion => modified,
            _ => hasher!.Hash(batch, row),
        };
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stop.Dispose();
            offered.Dispose();
        }

        base.Dispose(disposing);
    }

    private static int SourceOf(string name) => name switch
    {
        SystemColumns.File => FromFile,
        SystemColumns.Row => FromRow,
        SystemColumns.Modified => FromVersion,
        _ => FromKey,
    };

    private bool TryTake(TimeSpan wait)
    {
        if (!offered.TryTake(out var next, (int)wait.TotalMilliseconds, stop.Token))
        {
            return false;
        }

        current = next;
        row = -1;
        return true;
    }

    private static object ValueOf(Column column, int row) => column switch
    {
        TextColumn text => Encoding.UTF8.GetString(text[row]),
        ValueColumn<Int128> digits => Decimal(digits.Values[row], column.Field.Column),
        ValueColumn<int> days => DateTime.UnixEpoch.AddDays(days.Values[row]),
        ValueColumn<double> numbers => numbers.Values[row],
        ValueColumn<bool> truths => truths.Values[row],
        ValueColumn<long> numbers => column.Field.Column.Kind switch
        {
            ColumnKind.Int64 => numbers.Values[row],
            ColumnKind.Time => new TimeSpan(numbers.Values[row]),
            _ => new DateTime(DateTime.UnixEpoch.Ticks + numbers.Values[row]),
        },
        _ => throw new InvalidOperationException($"Columns of {column.GetType().Name} cannot be written."),
    };

    // System.Decimal holds only 28 digits; SqlDecimal holds all 38.
    private static SqlDecimal Decimal(Int128 value, ColumnType type)
    {
        var digits = (UInt128)Int128.Abs(value);
        var (low, high) = ((ulong)digits, (ulong)(digits >> 64));
        return new SqlDecimal(
            type.Precision,
            type.Scale,
            value >= 0,
            unchecked((int)low),
            unchecked((int)(low >> 32)),
            unchecked((int)high),
            unchecked((int)(high >> 32)));
    }
}
