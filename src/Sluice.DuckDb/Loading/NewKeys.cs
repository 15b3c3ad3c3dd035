using DuckDB.NET.Data;
using Sluice.DuckDb.Instance;
using Sluice.DuckDb.Schema;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Rows;

namespace Sluice.DuckDb.Loading;

/// <summary>
/// Finds out whether the keys of merged rows are new: whole numbers in ascending order, above those of the table. Such rows conflict with
/// no other row, so they can go straight into the table, without a staging table and joins.
/// </summary>
internal sealed class NewKeys
{
    private readonly int column;
    private readonly string between;
    private readonly string[] tables;
    private readonly long first;
    private long? last;

    private NewKeys(Dataset dataset, int column, long first)
    {
        this.column = column;
        this.first = first;
        between = $"{Sql.Quote(dataset.Schema.Fields[column].Name)} BETWEEN $first AND $last";
        tables = [Sql.Table(dataset.Name), MergeTable.AsideOf(dataset.Name)];
    }

    /// <summary>Starts with the first key of a batch. The keys themselves must be added with <see cref="TryAdd"/>.</summary>
    /// <returns><see langword="null"/> if the key is not one whole number, or if the table has the first key or a greater one.</returns>
    public static NewKeys? From(Dataset dataset, ColumnBatch batch, DuckDBConnection connection)
    {
        if (dataset is not { WriteMode: WriteMode.Merge, Schema.PrimaryKey: [var key] } || batch.Count == 0)
        {
            return null;
        }

        var fields = dataset.Schema.Fields;
        var column = Enumerable.Range(0, fields.Count).First(i => fields[i].Name == key);
        if (fields[column].Column.Kind != ColumnKind.Int64)
        {
            return null;
        }

        var keys = new NewKeys(dataset, column, ((ValueColumn<long>)batch.Columns[column]).Values[0]);
        return keys.AreNew(connection, long.MaxValue) ? keys : null;
    }

    /// <summary>
    /// Adds the keys of a batch. Returns <see langword="false"/> if they are not in ascending order above the keys before.
    /// </summary>
    public bool TryAdd(ColumnBatch batch)
    {
        var keys = ((ValueColumn<long>)batch.Columns[column]).Values[..batch.Count];
        if (keys.IsEmpty)
        {
            return true;
        }

        if (keys[0] <= last)
        {
            return false;
        }

        for (var i = 1; i < keys.Length; i++)
        {
            if (keys[i] <= keys[i - 1])
            {
                return false;
            }
        }

        last = keys[^1];
        return true;
    }

    /// <summary>Whether no committed row has a key between the smallest and the greatest of the added keys.</summary>
    /// <param name="connection">A connection that sees committed rows but not the added ones.</param>
    public bool AreNew(DuckDBConnection connection) => last is not { } end || AreNew(connection, end);

    private bool AreNew(DuckDBConnection connection, long end) =>
        tables.All(t => connection.Count(
            $"SELECT count(*) FROM (SELECT 1 FROM {t} WHERE {between} LIMIT 1)", ("first", first), ("last", end)) == 0);
}
