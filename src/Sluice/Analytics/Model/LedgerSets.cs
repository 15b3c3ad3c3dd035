using Sluice.Analytics.Queries;
using Sluice.Lake;

namespace Sluice.Analytics.Model;

/// <summary>The ledger as entity sets: <c>files</c>, <c>loads</c> and <c>rejects</c>.</summary>
internal static class LedgerSets
{
    private const string Schema = "sluice";

    private static readonly ColumnType Text = new(ColumnKind.Text);
    private static readonly ColumnType Number = new(ColumnKind.Int64);
    private static readonly ColumnType Time = new(ColumnKind.Timestamp);

    /// <summary>All three.</summary>
    public static IReadOnlyList<EntitySet> Create() =>
    [
        Set("files", "file", "Files", "What is known of each file of the lake.", 1,
        [
            Of("id", Number, false, "Its number, which is _file in its rows."),
            Of("path", Text, false, "Its path, container first."),
            Of("dataset", Text, true, "Its dataset; null if it matches none."),
            Of("state", Text, false, "How its last load went."),
            Of("etag", Text, false, "The version that the last load looked at."),
            Of("last_modified", Time, false, "When that version was written."),
            Of("length", Number, false, "Its length in bytes."),
            Of("rows", Number, false, "Its loaded rows."),
            Of("rejected", Number, false, "Its rejects."),
            Of("last_load", Number, false, "The number of its last load."),
            Of("attempts", Number, false, "Failed loads of that version since the last commit to the file."),
            Of("next_try", Time, true, "When a failed file is tried again; null if only a person has it tried again."),
            Of("error", Text, true, "What was wrong with the last load; null if nothing was."),
            Of("updated_at", Time, false, "When any of this last changed."),
        ]),
        Set("loads", "load", "Loads", "Every attempt to bring a version of a file into the warehouse.", 1,
        [
            Of("id", Number, false, "Its number."),
            Of("file", Text, false, "The file's path, container first."),
            Of("dataset", Text, true, "The dataset; null if the file matches none."),
            Of("kind", Text, true, "new, append, replace or remove; null if nothing was done."),
            Of("state", Text, false, "How it went: running, loaded, unchanged, refused, failed, superseded, removed or ignored."),
            Of("trigger", Text, false, "What asked for it: blob, sweep, http or command."),
            Of("etag", Text, false, "The version of the file."),
            Of("attempt", Number, true, "Which attempt at this version of the file it is, from 1."),
            Of("next_try", Time, true, "Of a failed load: when it is tried again; null if only a person has it tried again."),
            Of("rows", Number, false, "Rows that it loaded."),
            Of("rejected", Number, false, "Rows that it rejected."),
            Of("bytes", Number, false, "Bytes of the file that it went through."),
            Of("started_at", Time, false, "When it began."),
            Of("finished_at", Time, true, "When it ended; null while it runs."),
            Of("error", Text, true, "What went wrong; null if nothing did."),
            Of("rejects_file", Text, true, "Where the rejected rows are in the lake; null if there are none."),
        ]),
        Set("rejects", "reject", "Rejects", "Every error of every row that did not pass.", 3,
        [
            Of("load", Number, false, "The number of the load that rejected it."),
            Of("row", Number, false, "The number of the row among the data rows of the file, from 1."),
            Of("error", Number, false, "Which error of the row this is, from 0."),
            Of("file", Text, false, "The file's path, container first."),
            Of("dataset", Text, false, "The dataset."),
            Of("line", Number, false, "The line that it starts on, from 1."),
            Of("byte_offset", Number, false, "Where it starts in the file, in bytes from 0."),
            Of("field", Text, true, "The field at fault; null if it is the row as a whole."),
            Of("rule", Text, false, "What it breaks."),
            Of("message", Text, false, "A sentence for the one who mends it."),
            Of("raw_text", Text, false, "The record as it is in the file."),
        ]),
    ];

    private static EntitySet Set(string name, string table, string title, string description, int keys, IReadOnlyList<EntityProperty> properties) =>
        new(name, new Table(Schema, table), properties, [.. properties.Take(keys)]) { Title = title, Description = description };

    private static EntityProperty Of(string name, ColumnType type, bool nullable, string description) =>
        new(name, name, type, nullable, null, description);
}
