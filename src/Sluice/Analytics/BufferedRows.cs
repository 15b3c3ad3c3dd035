using System.Data;
using System.Data.Common;
using System.Globalization;
using Sluice.Analytics.Queries;
using Sluice.Lake.Schema;

namespace Sluice.Analytics;

/// <summary>A buffer of rows, which are read again once their related rows are available.</summary>
internal sealed class BufferedRows : IDisposable
{
    private readonly IReadOnlyList<Projection> columns;
    private readonly DataTable table = new();
    private DataTableReader? reader;

    /// <summary>Creates an empty buffer.</summary>
    /// <param name="columns">The columns of the rows.</param>
    public BufferedRows(IReadOnlyList<Projection> columns)
    {
        this.columns = columns;
        foreach (var column in columns)
        {
            table.Columns.Add(column.Name, column.AsText ? typeof(string) : TypeOf(column.Value.Kind));
        }
    }

    /// <summary>The number of rows.</summary>
    public int Count => table.Rows.Count;

    /// <summary>The current row.</summary>
    public DbDataReader Row => reader!;

    /// <summary>The number of the current row, from 0; -1 before the first.</summary>
    public int Number { get; private set; } = -1;

    /// <summary>Adds a row.</summary>
    public void Add(DbDataReader row) => table.Rows.Add([.. columns.Select((c, i) => Value(row, i, c))]);

    /// <summary>Moves to the next row.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Read()
    {
        reader ??= table.CreateDataReader();
        Number++;
        return reader.Read();
    }

    /// <summary>A value of a row; <see langword="null"/> for null. A number that is read as text stays text.</summary>
    /// <param name="number">The number of the row.</param>
    /// <param name="ordinal">The column.</param>
    public object? Value(int number, int ordinal) => table.Rows[number][ordinal] is var value and not DBNull ? value : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        reader?.Dispose();
        table.Dispose();
    }

    private static Type TypeOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Int64 => typeof(long),
        ColumnKind.Decimal => typeof(decimal),
        ColumnKind.Double => typeof(double),
        ColumnKind.Boolean => typeof(bool),
        ColumnKind.Date => typeof(DateOnly),
        ColumnKind.Time => typeof(TimeOnly),
        ColumnKind.Timestamp => typeof(DateTime),
        _ => typeof(string),
    };

    /// <summary>A value of a row by the kind of its column; <see cref="DBNull"/> for null.</summary>
    internal static object Value(DbDataReader row, int ordinal, Projection column) => row.IsDBNull(ordinal)
        ? DBNull.Value
        : (column.AsText ? ColumnKind.Text : column.Value.Kind) switch
        {
            ColumnKind.Int64 => Convert.ToInt64(row.GetValue(ordinal), CultureInfo.InvariantCulture),
            ColumnKind.Date => row.GetFieldValue<DateOnly>(ordinal),
            ColumnKind.Time => row.GetFieldValue<TimeOnly>(ordinal),
            ColumnKind.Timestamp => row.GetDateTime(ordinal),
            _ => row.GetValue(ordinal),
        };
}
