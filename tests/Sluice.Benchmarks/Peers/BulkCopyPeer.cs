using CsvHelper;
using Microsoft.Data.SqlClient;
using Sluice.Lake.Schema;
using Sluice.SqlServer.Schema;

namespace Sluice.Benchmarks.Peers;

/// <summary>
/// Loads a CSV into a table of SQL Server in the usual way: CsvHelper's data reader straight into <see cref="SqlBulkCopy"/>.
/// </summary>
/// <param name="connectionString">The connection string of the database.</param>
/// <param name="schema">The columns, of the types that Sluice gives them.</param>
internal sealed class BulkCopyPeer(string connectionString, TableSchema schema)
{
    /// <summary>Its table.</summary>
    public const string Table = "dbo.ads";

    private const int BatchSize = 100_000;

    /// <summary>The statement that makes the table.</summary>
    public string Definition => $"CREATE TABLE {Table} ({string.Join(", ", schema.Fields.Select(DefinitionOf))});";

    /// <summary>Loads a CSV into the table.</summary>
    public void Load(string file)
    {
        using var csv = CsvReader.FromFile(file, new CsvReaderOptions { NullValues = [""] });
        using var rows = new CsvDataReader(csv);
        using var copy = new SqlBulkCopy(connectionString, SqlBulkCopyOptions.TableLock)
        {
            DestinationTableName = Table,
            BatchSize = BatchSize,
            BulkCopyTimeout = 0,
        };
        foreach (var field in schema.Fields)
        {
            copy.ColumnMappings.Add(field.Name, field.Name);
        }

        copy.WriteToServer(rows);
    }

    private static string DefinitionOf(Field field) =>
        new TableColumn(field.Name, TableColumn.TypeOf(field.Column), field.Nullable).Definition;
}
