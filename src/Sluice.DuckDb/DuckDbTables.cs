using System.Reflection;
using DuckDB.NET.Data;
using Microsoft.Extensions.Logging;
using Sluice.Lake;
using Sluice.Warehouse;

namespace Sluice.DuckDb;

/// <summary>Makes the ledger and the tables of datasets, or changes them to what is needed.</summary>
internal sealed partial class DuckDbTables(DuckDBConnection connection, TimeProvider time, ILogger logger)
{
    /// <inheritdoc cref="IWarehouse.PrepareAsync"/>
    public void Prepare(LakeDefinition lake) => connection.InTransaction(() =>
    {
        RunScripts();
        foreach (var dataset in lake.Datasets)
        {
            try
            {
                Prepare(dataset);
            }
            catch (DuckDBException exception)
            {
                throw new WarehouseUnavailableException(
                    $"The table of dataset {dataset.Name} cannot be made, so change its schema: {DuckDbErrors.FirstLine(exception.Message)}", exception);
            }
        }

        return true;
    });

    private void RunScripts()
    {
        connection.Execute(
            "CREATE SCHEMA IF NOT EXISTS lake; CREATE SCHEMA IF NOT EXISTS sluice; "
            + "CREATE TABLE IF NOT EXISTS sluice.script (name VARCHAR PRIMARY KEY, applied_at TIMESTAMP NOT NULL)");
        var assembly = typeof(DuckDbTables).Assembly;
        var scripts = assembly.GetManifestResourceNames().Where(n => n.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        var applied = connection.Read("SELECT name FROM sluice.script", r => r.GetString(0));
        if (applied.Except(scripts).Any())
        {
            throw new WarehouseUnavailableException("The warehouse was prepared by a later version of Sluice: use that version or another file.");
        }

        foreach (var script in scripts.Except(applied))
        {
            connection.Execute(ReadText(assembly, script));
            connection.Execute("INSERT INTO sluice.script VALUES ($1, $2)", script, time.GetUtcNow());
            LogScript(script);
        }
    }

    private static string ReadText(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    private void Prepare(Dataset dataset)
    {
        if (dataset.WriteMode == WriteMode.Merge && dataset.Schema.PrimaryKey.Count == 0)
        {
            throw new WarehouseUnavailableException($"Dataset {dataset.Name} is merged by a primary key and has none: give its schema one.");
        }

        var columns = TableColumn.Read(connection, dataset.Name);
        if (columns.Count == 0)
        {
            Create(dataset);
        }
        else
        {
            Change(dataset, columns);
        }

        CheckKey(dataset);
    }

    private void Create(Dataset dataset)
    {
        // Merge tables have no primary key either. DuckDB's index for one is a tree in memory that each appended row is put into, which
        // makes a bulk load several times slower, and it refuses a key that was deleted in the same transaction. The upsert keeps keys
        // unique by itself.
        var columns = dataset.Schema.Fields
            .Select(f => $"{Sql.Quote(f.Name)} {TableColumn.TypeOf(f.Column)}{(f.Nullable ? "" : " NOT NULL")}")
            .Append($"{TableColumn.File} BIGINT NOT NULL")
            .Append($"{TableColumn.Row} BIGINT NOT NULL");
        connection.Execute($"CREATE TABLE {Sql.Table(dataset.Name)} ({string.Join(", ", columns)})");
        LogCreated(dataset.Name);
    }

    private void Change(Dataset dataset, List<TableColumn> columns)
    {
        var table = Sql.Table(dataset.Name);
        List<string> statements = [];
        List<string> refusals = [];
        foreach (var field in dataset.Schema.Fields)
        {
            var type = TableColumn.TypeOf(field.Column);
            var name = Sql.Quote(field.Name);
            var column = columns.Find(c => c.Is(field.Name));
            if (column is null)
            {
                if (field.Nullable)
                {
                    statements.Add($"ALTER TABLE {table} ADD COLUMN {name} {type}");
                }
                else
                {
                    refusals.Add($"field {field.Name} is new and required, but there are rows without it");
                }

                continue;
            }

            if (column.Type != type)
            {
                if (IsWiderDecimal(column.Type, field.Column))
                {
                    statements.Add($"ALTER TABLE {table} ALTER COLUMN {name} SET DATA TYPE {type}");
                }
                else
                {
                    refusals.Add($"field {field.Name} is {type} now and was {column.Type}");
                }
            }

            // The other way around, a column whose field has become required, rows from before may be without a value.
            if (!column.Nullable && field.Nullable)
            {
                statements.Add($"ALTER TABLE {table} ALTER COLUMN {name} DROP NOT NULL");
            }
        }

        refusals.AddRange(columns
            .Where(c => !c.Nullable && c.Name is not (TableColumn.File or TableColumn.Row) && !dataset.Schema.Fields.Any(f => c.Is(f.Name)))
            .Select(c => $"field {c.Name} was required and is gone"));
        Apply(dataset, statements, refusals);
    }

    private void Apply(Dataset dataset, List<string> statements, List<string> refusals)
    {
        var table = Sql.Table(dataset.Name);
        if (refusals.Count > 0)
        {
            if (connection.Count($"SELECT count(*) FROM {table}") > 0)
            {
                throw new WarehouseUnavailableException(
                    $"The table of dataset {dataset.Name} cannot hold what its schema says now ({string.Join("; ", refusals)}): "
                    + "undo the change, or give the dataset another name.");
            }

            connection.Execute($"DROP TABLE {table}");
            Create(dataset);
            return;
        }

        foreach (var statement in statements)
        {
            connection.Execute(statement);
            LogChanged(dataset.Name, statement);
        }
    }

    private static bool IsWiderDecimal(string from, ColumnType to)
    {
        if (to.Kind != ColumnKind.Decimal || !from.StartsWith("DECIMAL(", StringComparison.Ordinal))
        {
            return false;
        }

        var digits = from[8..^1].Split(',');
        var precision = int.Parse(digits[0], provider: null);
        var scale = int.Parse(digits[1], provider: null);
        return to.Scale >= scale && to.Precision - to.Scale >= precision - scale;
    }

    private void CheckKey(Dataset dataset)
    {
        var mode = Words<WriteMode>.Of(dataset.WriteMode);
        var key = string.Join(", ", dataset.Schema.PrimaryKey.Select(Sql.Quote));
        var same = connection.Count(
            "SELECT count(*) FROM sluice.dataset WHERE name = $1 AND write_mode = $2 AND primary_key = $3", dataset.Name, mode, key) > 0;
        if (same)
        {
            return;
        }

        if (dataset.WriteMode == WriteMode.Merge
            && connection.Count($"SELECT count(*) FROM (SELECT 1 FROM {Sql.Table(dataset.Name)} GROUP BY {key} HAVING count(*) > 1 LIMIT 1)") > 0)
        {
            throw new WarehouseUnavailableException(
                $"The table of dataset {dataset.Name} has rows with the same primary key ({key}), so it cannot be merged by it: "
                + "undo the change of its write mode or key, or give the dataset another name.");
        }

        connection.Execute("INSERT OR REPLACE INTO sluice.dataset VALUES ($1, $2, $3)", dataset.Name, mode, key);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Applied {Script} to the warehouse")]
    private partial void LogScript(string script);

    [LoggerMessage(Level = LogLevel.Information, Message = "Made the table of dataset {Dataset}")]
    private partial void LogCreated(string dataset);

    [LoggerMessage(Level = LogLevel.Information, Message = "Changed the table of dataset {Dataset}: {Statement}")]
    private partial void LogChanged(string dataset, string statement);
}
