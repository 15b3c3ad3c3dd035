using System.Globalization;
using DuckDB.NET.Data;
using Sluice.DuckDb.Instance;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Ledger;
using Sluice.Text;
using Sluice.Warehouse;

namespace Sluice.DuckDb.Schema;

/// <summary>Creates the ledger and the tables, or changes them to match the lake definition.</summary>
internal static class SchemaMigrator
{
    /// <summary>Prepares the whole warehouse, within the caller's transaction.</summary>
    /// <exception cref="WarehouseUnavailableException">A table cannot be changed to match its dataset.</exception>
    public static bool Prepare(DuckDBConnection connection, LakeDefinition lake)
    {
        connection.Execute("CREATE SCHEMA IF NOT EXISTS lake");
        connection.Execute("CREATE SCHEMA IF NOT EXISTS sluice");
        RunScripts(connection);
        lake = lake.WithAdded(AddedColumns.Read(connection));
        foreach (var dataset in lake.Datasets)
        {
            Prepare(connection, dataset);
        }

        foreach (var dataset in lake.Datasets)
        {
            OrphanView.Prepare(connection, lake, dataset);
            DuplicateView.Prepare(connection, dataset);
        }

        return true;
    }

    /// <summary>Runs each numbered script that this database has not run yet.</summary>
    private static void RunScripts(DuckDBConnection connection)
    {
        connection.Execute("CREATE TABLE IF NOT EXISTS sluice.script (name VARCHAR PRIMARY KEY)");
        var done = connection.Read("SELECT name FROM sluice.script", r => r.GetString(0));
        var assembly = typeof(SchemaMigrator).Assembly;
        string[] names =
        [
            .. assembly.GetManifestResourceNames()
                .Where(n => n.EndsWith(".sql", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
        if (done.Exists(d => !names.Contains(d, StringComparer.Ordinal)))
        {
            throw new WarehouseUnavailableException(LedgerTexts.LaterVersion);
        }

        foreach (var name in names)
        {
            if (!done.Contains(name))
            {
                using var script = new StreamReader(assembly.GetManifestResourceStream(name)!);
                connection.Execute(script.ReadToEnd());
                connection.Execute("INSERT INTO sluice.script VALUES ($name)", ("name", name));
            }
        }
    }

    private static void Prepare(DuckDBConnection connection, Dataset dataset)
    {
        var columns = TableColumn.Read(connection, dataset.Name);
        if (columns.Count > 0 && IsEmpty(connection, dataset))
        {
            // An empty table can be dropped and created again.
            connection.Execute($"DROP TABLE {Sql.Table(dataset.Name)}");
            columns.Clear();
        }

        if (columns.Count == 0)
        {
            Create(connection, dataset);
        }
        else
        {
            Change(connection, dataset, columns);
            ChangeModified(connection, dataset, columns);
        }

        PrepareAside(connection, dataset);

        var key = string.Join('\n', dataset.Schema.PrimaryKey);
        var mode = EnumNames<WriteMode>.GetName(dataset.WriteMode);
        var recorded = connection.Read(
            "SELECT write_mode, primary_key, fingerprint FROM sluice.dataset WHERE name = $name",
            r => (Mode: r.GetString(0), Key: r.GetString(1), Fingerprint: r.IsDBNull(2) ? null : r.GetString(2)),
            ("name", dataset.Name)).SingleOrDefault();
        if (recorded == (mode, key, dataset.Fingerprint))
        {
            return;
        }

        if ((recorded.Mode, recorded.Key) != (mode, key) && dataset.WriteMode == WriteMode.Merge && HasTwoOfAKey(connection, dataset))
        {
            throw WarehouseUnavailableException.ForTable(
                dataset, "it now merges by its primary key, but the table has rows with equal keys");
        }

        connection.Execute(
            "INSERT OR REPLACE INTO sluice.dataset (name, write_mode, primary_key, fingerprint) VALUES ($name, $mode, $key, $fingerprint)",
            ("name", dataset.Name), ("mode", mode), ("key", key), ("fingerprint", dataset.Fingerprint));
    }

    private static void Create(DuckDBConnection connection, Dataset dataset)
    {
        var columns = dataset.Schema.Fields.Select(
            f => $"{Sql.Quote(f.Name)} {TableColumn.TypeOf(f.Column)}{(f.Nullable ? "" : " NOT NULL")}");
        connection.Execute(
            $"CREATE TABLE {Sql.Table(dataset.Name)} ({string.Join(", ", columns)}, "
            + $"{SystemColumns.File} BIGINT NOT NULL, {SystemColumns.Row} BIGINT NOT NULL"
            + $"{(dataset.WriteMode == WriteMode.Merge ? $", {SystemColumns.Modified} TIMESTAMP NOT NULL" : "")})");
    }

    /// <summary>Adds or drops the column <c>_modified</c>, which only tables of <c>merge</c> datasets have.</summary>
    private static void ChangeModified(DuckDBConnection connection, Dataset dataset, List<TableColumn> columns)
    {
        var table = Sql.Table(dataset.Name);
        var has = columns.Exists(c => c.Is(SystemColumns.Modified));
        if (dataset.WriteMode == WriteMode.Merge && !has)
        {
            connection.Execute($"ALTER TABLE {table} ADD COLUMN {SystemColumns.Modified} TIMESTAMP");
            connection.Execute(
                $"UPDATE {table} SET {SystemColumns.Modified} = f.rows_modified FROM sluice.file AS f WHERE f.id = {SystemColumns.File}");
        }
        else if (dataset.WriteMode != WriteMode.Merge && has)
        {
            connection.Execute($"ALTER TABLE {table} DROP COLUMN {SystemColumns.Modified}");
        }
    }

    /// <summary>Creates the table of rows that are kept aside, or gives it the columns of the dataset's table.</summary>
    public static void PrepareAside(DuckDBConnection connection, Dataset dataset)
    {
        var aside = MergeTable.AsideOf(dataset.Name);
        if (dataset.WriteMode != WriteMode.Merge)
        {
            connection.Execute($"DROP TABLE IF EXISTS {aside}");
            return;
        }

        var now = TableColumn.Read(connection, "sluice", MergeTable.AsideName(dataset.Name));
        if (now.Select(c => (c.Name, c.Type)).SequenceEqual(TableColumn.Read(connection, dataset.Name).Select(c => (c.Name, c.Type))))
        {
            return;
        }

        connection.Execute($"CREATE TABLE IF NOT EXISTS {aside} AS SELECT * FROM {Sql.Table(dataset.Name)} LIMIT 0");
        connection.Execute($"CREATE TEMP TABLE kept_aside AS SELECT * FROM {aside}");
        connection.Execute($"CREATE OR REPLACE TABLE {aside} AS SELECT * FROM {Sql.Table(dataset.Name)} LIMIT 0");
        connection.Execute($"INSERT INTO {aside} BY NAME SELECT * FROM kept_aside");
        connection.Execute("DROP TABLE kept_aside");
    }

    private static void Change(DuckDBConnection connection, Dataset dataset, List<TableColumn> columns)
    {
        var table = Sql.Table(dataset.Name);
        foreach (var field in dataset.Schema.Fields)
        {
            var name = Sql.Quote(field.Name);
            var type = TableColumn.TypeOf(field.Column);
            var column = columns.Find(c => c.Is(field.Name));
            if (column is null)
            {
                connection.Execute($"ALTER TABLE {table} ADD COLUMN {name} {type}");
                Require(connection, dataset, field, nullable: true);
                continue;
            }

            if (column.Type != type)
            {
                if (!IsWider(field.Column, column.Type))
                {
                    throw WarehouseUnavailableException.ForTable(
                        dataset,
                        $"field {field.Name} is now {type} but was {column.Type}"
                        + ColumnAdditions.Remedy(dataset, field.Name, AddedColumns.Read(connection)));
                }

                connection.Execute($"ALTER TABLE {table} ALTER COLUMN {name} SET DATA TYPE {type}");
            }

            Require(connection, dataset, field, column.Nullable);
        }

        var gone = columns.Find(c => !c.Nullable && !c.IsOwn && !dataset.Schema.Fields.Any(f => c.Is(f.Name)));
        if (gone is not null)
        {
            throw WarehouseUnavailableException.ForTable(dataset, $"field {gone.Name} was removed, but its column requires values");
        }
    }

    private static void Require(DuckDBConnection connection, Dataset dataset, Field field, bool nullable)
    {
        if (field.Nullable == nullable)
        {
            return;
        }

        var name = Sql.Quote(field.Name);
        if (!nullable)
        {
            connection.Execute($"ALTER TABLE {Sql.Table(dataset.Name)} ALTER COLUMN {name} DROP NOT NULL");
        }
        else if (connection.Count($"SELECT count(*) FROM {Sql.Table(dataset.Name)} WHERE {name} IS NULL") > 0)
        {
            throw WarehouseUnavailableException.ForTable(
                dataset, $"field {field.Name} is now required, but the table has rows without a value");
        }
        else
        {
            connection.Execute($"ALTER TABLE {Sql.Table(dataset.Name)} ALTER COLUMN {name} SET NOT NULL");
        }
    }

    private static bool IsWider(ColumnType type, string was)
    {
        if (type.Kind != ColumnKind.Decimal || !was.StartsWith("DECIMAL(", StringComparison.Ordinal))
        {
            return false;
        }

        var parts = was["DECIMAL(".Length..^1].Split(',');
        var (precision, scale) = (int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
        return type.Scale >= scale && type.Precision - type.Scale >= precision - scale;
    }

    private static bool IsEmpty(DuckDBConnection connection, Dataset dataset) =>
        connection.Count($"SELECT count(*) FROM {Sql.Table(dataset.Name)}") == 0;

    private static bool HasTwoOfAKey(DuckDBConnection connection, Dataset dataset) => connection.Count(
        $"SELECT count(*) FROM (SELECT 1 FROM {Sql.Table(dataset.Name)} "
        + $"GROUP BY {string.Join(", ", dataset.Schema.PrimaryKey.Select(Sql.Quote))} HAVING count(*) > 1 LIMIT 1)") > 0;
}
