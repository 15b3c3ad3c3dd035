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
        Set(LedgerNames.Files, "file", "Files", "What is known of each file of the lake.", 1,
        [
            Property("id", Number, false, "Its number, which is _file in its rows."),
            Property("path", Text, false, "Its path, container first."),
            Property("dataset", Text, true, "Its dataset; null if it matches none."),
            Property("state", Text, false, "How its last load went."),
            Property("etag", Text, false, "The version that the last load looked at."),
            Property("last_modified", Time, false, "When that version was written."),
            Property("length", Number, false, "Its length in bytes."),
            Property("rows", Number, false, "Its loaded rows."),
            Property("rejected", Number, false, "Its rejects."),
            Property("last_load", Number, false, "The number of its last load."),
            Property("attempts", Number, false, "Failed loads of that version since the last commit to the file."),
            Property("next_try", Time, true, "When a failed file is tried again; null if only a person has it tried again."),
            Property("error", Text, true, "What was wrong with the last load; null if nothing was."),
            Property("updated_at", Time, false, "When any of this last changed."),
        ]),
        Set(LedgerNames.Loads, "load", "Loads", "Every attempt to bring a version of a file into the warehouse.", 1,
        [
            Property("id", Number, false, "Its number."),
            Property("file", Text, false, "The file's path, container first."),
            Property("dataset", Text, true, "The dataset; null if the file matches none."),
            Property("kind", Text, true, "new, append, replace or remove; null if nothing was done."),
            Property("state", Text, false, "How it went: running, loaded, unchanged, refused, failed, superseded, removed or ignored."),
            Property("trigger", Text, false, "What asked for it: blob, sweep, http or command."),
            Property("etag", Text, false, "The version of the file."),
            Property("attempt", Number, true, "Which attempt at this version of the file it is, from 1."),
            Property("next_try", Time, true, "Of a failed load: when it is tried again; null if only a person has it tried again."),
            Property("rows", Number, false, "Rows that it loaded."),
            Property("rejected", Number, false, "Rows that it rejected."),
            Property("bytes", Number, false, "Bytes of the file that it went through."),
            Property("started_at", Time, false, "When it began."),
            Property("finished_at", Time, true, "When it ended; null while it runs."),
            Property("error", Text, true, "What went wrong; null if nothing did."),
            Property("rejects_file", Text, true, "Where the rejected rows are in the lake; null if there are none."),
        ]),
        Set(LedgerNames.Rejects, "reject", "Rejects", "Every error of every row that did not pass.", 3,
        [
            Property("load", Number, false, "The number of the load that rejected it."),
            Property("row", Number, false, "The number of the row among the data rows of the file, from 1."),
            Property("error", Number, false, "Which error of the row this is, from 0."),
            Property("file", Text, false, "The file's path, container first."),
            Property("dataset", Text, false, "The dataset."),
            Property("line", Number, false, "The line that it starts on, from 1."),
            Property("byte_offset", Number, false, "Where it starts in the file, in bytes from 0."),
            Property("field", Text, true, "The field at fault; null if it is the row as a whole."),
            Property("rule", Text, false, "What it breaks."),
            Property("message", Text, false, "A sentence for the one who mends it."),
            Property("raw_text", Text, false, "The record as it is in the file."),
        ]),
    ];

    private static EntitySet Set(
        string name, string table, string title, string description, int keys, IReadOnlyList<EntityProperty> properties) =>
        new(name, new Table(Schema, table), properties, [.. properties.Take(keys)]) { Title = title, Description = description };

    private static EntityProperty Property(string name, ColumnType type, bool nullable, string description) =>
        new(name, name, type, nullable, null, description);
}
