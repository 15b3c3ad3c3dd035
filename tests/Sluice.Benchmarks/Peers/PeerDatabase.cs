using DuckDB.NET.Data;
using Sluice.DuckDb.Instance;
using Sluice.DuckDb.Schema;
using Sluice.Lake.Schema;
using Sluice.Local.Generate.Tables;

namespace Sluice.Benchmarks.Peers;

/// <summary>A DuckDB database as one would use it without Sluice: a file, with default settings.</summary>
internal sealed class PeerDatabase : IDisposable
{
    private readonly TableSchema schema;

    /// <summary>Makes a database with an empty table <c>ads</c>.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="schema">The columns, of the types that Sluice gives them.</param>
    /// <param name="key">Whether the table has the schema's primary key.</param>
    public PeerDatabase(string path, TableSchema schema, bool key)
    {
        this.schema = schema;
        Connection = new DuckDBConnection($"DataSource={path}");
        Connection.Open();
        var primaryKey = key ? $", PRIMARY KEY ({string.Join(", ", schema.PrimaryKey)})" : "";
        Connection.Execute($"CREATE TABLE ads ({string.Join(", ", schema.Fields.Select(f => $"{f.Name} {TypeOf(f)}"))}{primaryKey})");
    }

    /// <summary>The connection.</summary>
    public DuckDBConnection Connection { get; }

    /// <summary>Reads a CSV with DuckDB's own reader into the table, and bad rows into a table of rejects.</summary>
    public void ReadCsv(string file) => Connection.Execute($"INSERT INTO ads {Select(file)}");

    /// <summary>The same, but a row replaces the row with the same key. A row without a key is left out.</summary>
    public void UpsertCsv(string file)
    {
        var changes = schema.Fields.Where(f => !schema.PrimaryKey.Contains(f.Name)).Select(f => $"{f.Name} = excluded.{f.Name}");
        Connection.Execute(
            $"INSERT INTO ads {Select(file)} WHERE {string.Join(" AND ", schema.PrimaryKey.Select(k => $"{k} IS NOT NULL"))} "
            + $"ON CONFLICT ({string.Join(", ", schema.PrimaryKey)}) DO UPDATE SET {string.Join(", ", changes)}");
    }

    /// <summary>Throws if the table lacks good rows of a file. It may have more rows: the reader checks only types.</summary>
    public void Check(SampleFile expected)
    {
        var rows = Connection.Count("SELECT count(*) FROM ads");
        if (rows < expected.Good || rows > expected.Rows)
        {
            throw new InvalidOperationException($"The peer has {rows} rows of a file of {expected.Rows}, {expected.Good} of them good.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Connection.Dispose();

    private static string TypeOf(Field field) => TableColumn.TypeOf(field.Column);

    private string Select(string file) =>
        $"SELECT * FROM read_csv({Sql.Literal(file)}, header = true, delim = ',', quote = '\"', escape = '\"', store_rejects = true, "
        + $"columns = {{{string.Join(", ", schema.Fields.Select(f => $"'{f.Name}': '{TypeOf(f)}'"))}}})";
}
