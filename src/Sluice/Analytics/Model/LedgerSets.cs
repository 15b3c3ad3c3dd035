using Sluice.Analytics.Queries;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Model;

/// <summary>
/// The ledger as entity sets: <c>files</c>, <c>loads</c>, <c>rejects</c>, <c>changes</c>, <c>operations</c>, <c>remains</c>,
/// <c>reconciliation</c> and <c>audit</c>.
/// </summary>
internal static class LedgerSets
{
    private const string Schema = "sluice";
    private const string Current = "current";

    /// <summary>The property of <c>files</c> with the time at which their rows were last loaded.</summary>
    internal const string LoadedAt = "loaded_at";

    private static readonly ColumnType Text = new(ColumnKind.Text);
    private static readonly ColumnType Number = new(ColumnKind.Int64);
    private static readonly ColumnType Flag = new(ColumnKind.Boolean);
    private static readonly ColumnType Float = new(ColumnKind.Double);
    private static readonly ColumnType Day = new(ColumnKind.Date);
    private static readonly ColumnType Time = new(ColumnKind.Timestamp);

    /// <summary>Creates the sets.</summary>
    /// <param name="lake">The definition that rows are current by. Another process of the warehouse can have another one.</param>
    public static IReadOnlyList<EntitySet> Create(LakeDefinition lake) =>
    [
        WithCurrent(lake, Set(LedgerNames.Files, "file", "Files", "The files of the lake, and the state of each.", 1,
        [
            Property("id", Number, false, "Its id, which is _file in its rows."),
            Property("path", Text, false, "Its path, container first."),
            Property("dataset", Text, true, "Its dataset; null if it matches none."),
            Property("state", Text, false, "The state of its last load."),
            Property("etag", Text, false, "The version that the last load was of."),
            Property("last_modified", Time, false, "When that version was written."),
            Property("length", Number, false, "Its length in bytes."),
            Property("rows", Number, false, "Its loaded rows."),
            Property("rejected", Number, false, "Its rejects."),
            Property("erased", Number, false, "Rows that were left out, because their key is erased."),
            Property("last_load", Number, false, "The id of its last load."),
            Property("attempts", Number, false, "Failed loads of that version with one definition, since the last commit to the file."),
            Property("next_try", Time, true, "When a failed file is tried again; null if it is not tried again automatically."),
            Property("error", Text, true, "The error of the last load, or null."),
            Property("updated_at", Time, false, "When this row last changed."),
            Property(LoadedAt, Time, true, "When rows of it were last loaded; null if none were."),
            Property(
                "duplicate_of", Number, true,
                "The id of the first file of the dataset that had the same content when this one was loaded or skipped; null if none."),
            Property("dialect", Text, true, "The dialect that it was read with, given or chosen, as JSON (Table Dialect)."),
            Property("header_row", Number, true, "The row of its header, from 1; the last, if there are several; null if it has none."),
            Property("encoding", Text, true, "The encoding that it was read with."),
            Property(
                Current, Flag, true,
                "Whether loading it with today's lake definition would give the same rows; null if unknown, never read or removed."),
        ])),
        Set(
            LedgerNames.Loads, "load", "Loads",
            "Every attempt to bring a version of a file into the warehouse. Repeated events for a loaded version share one.", 1,
        [
            Property("id", Number, false, "Its id."),
            Property("file", Text, false, "The file's path, container first."),
            Property("dataset", Text, true, "The dataset; null if the file matches none."),
            Property("kind", Text, true, "new, append, replace or remove; null if nothing was done."),
            Property(
                "state", Text, false,
                "Its state: running, loaded, unchanged, skipped, refused, failed, superseded, waiting, archived, removed or ignored."),
            Property("trigger", Text, false, "What started it: blob, sweep, http or command."),
            Property("etag", Text, false, "The version of the file."),
            Property("attempt", Number, true, "The number of the attempt at this version of the file, from 1."),
            Property("next_try", Time, true, "For a failed load: when it is tried again; null if it is not tried again automatically."),
            Property("rows", Number, false, "Rows that it loaded."),
            Property("rejected", Number, false, "Rows that it rejected."),
            Property("erased", Number, false, "Rows that were left out, because their key is erased."),
            Property("bytes", Number, false, "Bytes of the file that it read."),
            Property("started_at", Time, false, "When it began."),
            Property("finished_at", Time, true, "When it ended; null while it runs."),
            Property("error", Text, true, "The error, or null."),
            Property("rejects_file", Text, true, "The path of its rejects file in the lake, or null."),
        ]),
        Set(LedgerNames.Rejects, "reject", "Rejects", "Every error of every rejected row.", 3,
        [
            Property("load", Number, false, "The id of the load that rejected it."),
            Property("row", Number, false, "The number of the row among the data rows of the file, from 1."),
            Property("error", Number, false, "The index of the error within the row, from 0."),
            Property("file", Text, false, "The file's path, container first."),
            Property("dataset", Text, false, "The dataset."),
            Property("line", Number, false, "The line that it starts on, from 1."),
            Property("byte_offset", Number, false, "The byte offset at which it starts, from 0."),
            Property("field", Text, true, "The field at fault; null for the row as a whole."),
            Property("rule", Text, false, "The rule that it breaks."),
            Property("message", Text, false, "What is wrong, as a sentence."),
            Property("raw_text", Text, false, "The record as it is in the file."),
        ]),
        Set(
            LedgerNames.Changes, "changes", "Changes",
            "The differences between the columns of files and the schemas of their datasets, as each load found them.", 2,
        [
            Property("load", Number, false, "The id of the load that found it."),
            Property("number", Number, false, "The index of the change among those of the load, from 0."),
            Property("file", Text, false, "The file's path, container first."),
            Property("dataset", Text, true, "The dataset."),
            Property("column", Text, false, "The header of a new column, or the name of a field."),
            Property("change", Text, false, "What is different: new, missing or moved."),
            Property("before", Text, true, "The type of a missing field, or the place of a moved one; null for a new column."),
            Property("after", Text, true, "The column of the table that has the values, or the place of a moved field; null for none."),
            Property(
                "sample_kind", Text, true,
                "What the first values of a new column look like: boolean, integer, number, date, datetime, text or empty."),
            Property("action", Text, false, "What became of the column: refused (with the file), ignored, kept, added or nulled."),
            Property("hint", Text, true, "What may be the reason, and what to do; or null."),
            Property("seen_at", Time, false, "When the load began."),
        ]),
        Set(
            LedgerNames.Operations, "operations", "Operations",
            "Loads of many files and erasures that were asked for, and their progress.", 1,
        [
            Property("id", Number, false, "Its id."),
            Property("kind", Text, false, "load, sweep, reload or erase."),
            Property("state", Text, false, "Its state: running, succeeded or failed."),
            Property("request", Text, false, "What was asked for, as JSON."),
            Property("matched", Number, false, "Files in the lake that it is about; 0 until all are listed."),
            Property("files", Number, false, "Files to load or to remove. Grows until all are listed."),
            Property("files_done", Number, false, "Files that are done."),
            Property("unchanged", Number, false, "Files that needed no load."),
            Property("loaded", Number, false, "Files that were loaded."),
            Property("refused", Number, false, "Files that were refused."),
            Property("failed", Number, false, "Files whose load failed."),
            Property("busy", Number, false, "Files that could not be read now: loaded by another, changing, being copied or archived."),
            Property("waiting", Number, false, "Files that failed before, and whose next try is later or only on request."),
            Property("removed", Number, false, "Files that are gone and whose rows were removed."),
            Property("rows", Number, false, "Rows that were loaded; for an erasure, rows that were erased."),
            Property("rejected", Number, false, "Rows that were rejected; for an erasure, rejects that were erased."),
            Property("bytes", Number, false, "Bytes that were read."),
            Property("length", Number, false, "The bytes of the files to load."),
            Property("length_done", Number, false, "The bytes of the files that are done."),
            Property("load", Number, true, "The id of its load, if it is about one file and that was loaded."),
            Property("started_at", Time, false, "When it was asked for."),
            Property("updated_at", Time, false, "When it last got on."),
            Property("planned_at", Time, true, "When all of its files were listed; null before."),
            Property("finished_at", Time, true, "When it ended; null while it runs."),
            Property("seconds", Float, false, "How long it took, or takes so far."),
            Property("error", Text, true, "Why it failed, or while it runs, why some of its work is tried again; or null."),
        ]),
        Set(LedgerNames.Remains, "remain", "Remains", "The records of the lake that have an erased key.", 3,
        [
            Property("operation", Number, false, "The id of the erasure."),
            Property("file", Text, false, "The file's path, container first."),
            Property(
                "row", Number, false,
                "The number of the row among the data rows of the file, from 1; 0 if the file could not be read."),
            Property("dataset", Text, false, "The dataset of the file."),
            Property("line", Number, false, "The line that it starts on, from 1; 0 if the file could not be read."),
        ]),
        Set(
            LedgerNames.Reconciliation, "reconciliation", "Reconciliation",
            "Per dataset and day: the files that have come, and what became of them. Files whose rows stay though they are gone count.", 2,
        [
            Property("dataset", Text, false, "The dataset; empty for files that match none."),
            Property("day", Day, false, "The day on which the newest versions of these files were written (UTC)."),
            Property("files", Number, false, "How many files there are."),
            Property("bytes", Number, false, "Their length in bytes."),
            Property("loaded", Number, false, "Those that are loaded."),
            Property("skipped", Number, false, "Those that are skipped, because another file has the same content."),
            Property("refused", Number, false, "Those that are refused."),
            Property("ignored", Number, false, "Those that match no dataset."),
            Property("archived", Number, false, "Those that are in the archive tier and cannot be read."),
            Property("waiting", Number, false, "Those that are to be loaded: running, failed or being copied."),
            Property("oldest_waiting", Time, true, "When the oldest of the waiting was written; null if none waits."),
        ]),
        Set(LedgerNames.Audit, "audit", "Audit", "The requests that have changed something, or have taken all rows of an answer.", 1,
        [
            Property("id", Number, false, "Its id."),
            Property("answered_at", Time, false, "When it was answered."),
            Property("caller", Text, false, "The id of the caller, or the kind of key that the request had."),
            Property("name", Text, false, "The name of the caller."),
            Property("roles", Text, false, "The roles of the caller, with commas between."),
            Property("action", Text, false, "What was asked for: the name of the function, such as Loads, Erasures or Data."),
            Property("dataset", Text, true, "The dataset or the set that it is about; null if it is about all, or about none."),
            Property("status", Number, false, "The status of the answer."),
            Property("rows", Number, true, "How many rows the answer has; null if it has none."),
        ]),
    ];

    private static EntitySet Set(
        string name, string table, string title, string description, int keys, IReadOnlyList<EntityProperty> properties) =>
        new(name, new Table(Schema, table), properties, [.. properties.Take(keys)]) { Title = title, Description = description };

    /// <summary>
    /// Calculates whether rows are current, by the definition of this process. The ledger knows only that of the process that started last,
    /// which may be the old one during a deployment.
    /// </summary>
    private static EntitySet WithCurrent(LakeDefinition lake, EntitySet files)
    {
        const string Alias = "file";
        var dataset = new ColumnExpression(Alias, "dataset", ColumnKind.Text, true);
        var fingerprint = new ColumnExpression(Alias, "fingerprint", ColumnKind.Text, true);
        QueryExpression current = new ParameterExpression(null, ColumnKind.Boolean);
        foreach (var known in lake.Datasets)
        {
            current = new CaseExpression(Equal(dataset, known.Name), Equal(fingerprint, known.Fingerprint), current);
        }

        return new EntitySet(files.Name, files.Table, files.Properties, files.Key)
        {
            Title = files.Title,
            Description = files.Description,
            Source = new Select
            {
                Source = files.Table,
                Alias = Alias,
                Columns =
                [
                    .. files.Properties.Select(p => new Projection(
                        p.Column == Current
                            ? new CaseExpression(new IsNullExpression(fingerprint), null, current)
                            : new ColumnExpression(Alias, p.Column, p.Type.Kind, p.Nullable),
                        p.Column)),
                ],
            },
        };

        static ComparisonExpression Equal(ColumnExpression column, string text) =>
            new(ComparisonOperator.Equal, column, new ParameterExpression(text, ColumnKind.Text));
    }

    private static EntityProperty Property(string name, ColumnType type, bool nullable, string description) =>
        new(name, name, type, nullable, null, description);
}
