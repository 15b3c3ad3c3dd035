using DuckDB.NET.Data;
using Sluice.Warehouse;

namespace Sluice.DuckDb;

/// <summary>
/// Moves staged rows into the table of a <c>merge</c> dataset by primary key. Within a file the later row wins; between files the one
/// whose version was written later, or at the same time the one whose path is greater. All of it by whole sets, as hash joins.
/// </summary>
internal sealed class Upsert
{
    /// <summary>Whether a row of <c>sluice.file</c> is another file ($2) that goes before the version written at $3 of the path $4.</summary>
    public const string IsNewer = "id <> $2 AND (rows_modified > $3 OR (rows_modified = $3 AND path > $4))";

    private readonly DuckDBConnection connection;
    private readonly LoadTarget target;
    private readonly string table;
    private readonly string key;
    private readonly string sameKey;

    /// <summary>Creates the upsert of a load's staged rows.</summary>
    public Upsert(DuckDBConnection connection, LoadTarget target)
    {
        this.connection = connection;
        this.target = target;
        table = Sql.Table(target.Dataset.Name);
        var names = target.Dataset.Schema.PrimaryKey.Select(Sql.Quote).ToList();
        key = string.Join(", ", names);
        sameKey = string.Join(" AND ", names.Select(n => $"t.{n} IS NOT DISTINCT FROM s.{n}"));
    }

    /// <summary>Runs it within the connection's transaction.</summary>
    /// <param name="removeFrom">From which row on the file's rows are taken back first; 1 if the file is replaced as a whole.</param>
    public void Run(long? removeFrom)
    {
        var replaced = removeFrom == 1;
        if (removeFrom is { } first && !replaced)
        {
            connection.Execute($"DELETE FROM {table} WHERE _file = $1 AND _row >= $2", target.File.Id, first);
        }

        KeepLastOfEachKey();
        DropOlder();
        connection.Execute($"DELETE FROM {table} AS t USING temp.main.staged AS s WHERE {sameKey}");
        if (replaced)
        {
            // Rows of the version before whose keys are not in this one stay, but their numbers are another version's: negative, so
            // that nobody takes them for rows of this version when its last rows are taken back.
            connection.Execute($"UPDATE {table} SET _row = -_row WHERE _file = $1 AND _row > 0", target.File.Id);
        }

        connection.Execute($"INSERT INTO {table} BY NAME FROM temp.main.staged");
    }

    private void KeepLastOfEachKey()
    {
        connection.Execute($"CREATE TEMP TABLE last_of_key AS SELECT max(_row) AS _row FROM temp.main.staged GROUP BY {key}");
        if (connection.Count("SELECT (SELECT count(*) FROM temp.main.staged) - (SELECT count(*) FROM temp.main.last_of_key)") > 0)
        {
            connection.Execute(
                "DELETE FROM temp.main.staged AS s WHERE NOT EXISTS (SELECT 1 FROM temp.main.last_of_key AS l WHERE l._row = s._row)");
        }

        connection.Execute("DROP TABLE temp.main.last_of_key");
    }

    // Most often there is no newer file and nothing to do: files come in the order in which they are written.
    private void DropOlder()
    {
        connection.Execute(
            $"CREATE TEMP TABLE newer AS SELECT id FROM sluice.file WHERE dataset = $1 AND {IsNewer}",
            target.Dataset.Name, target.File.Id, target.Version.LastModified, target.File.Path);
        if (connection.Count("SELECT count(*) FROM temp.main.newer") > 0)
        {
            connection.Execute(
                $"""
                DELETE FROM temp.main.staged AS s
                USING (SELECT {key} FROM {table} SEMI JOIN temp.main.newer ON _file = id) AS t
                WHERE {sameKey}
                """);
        }

        connection.Execute("DROP TABLE temp.main.newer");
    }
}
