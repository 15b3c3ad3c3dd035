using Sluice.Analytics.Queries;
using Sluice.Lake;

namespace Sluice.Analytics.Model;

/// <summary>The ledger as entity sets: <c>files</c>, <c>loads</c> and <c>rejects</c>.</summary>
internal static class LedgerSets
{
    private const string Schema = "sluice";

    private static readonly ColumnType Text = new(ColumnKind.Text);
    private static readonly ColumnType Number = new(ColumnKind.Int64);
    private static readonly ColumnType Flag = new(ColumnKind.Boolean);
    private static readonly ColumnType Time = new(ColumnKind.Timestamp);

    /// <summary>Creates the three sets.</summary>
    public static IReadOnlyList<EntitySet> Create() =>
    [
        Set(LedgerNames.Files, "files", "Files", "The files of the lake, and the state of each.", 1,
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
            Property("last_load", Number, false, "The id of its last load."),
            Property("attempts", Number, false, "Failed loads of that version since the last commit to the file."),
            Property("next_try", Time, true, "When a failed file is tried again; null if it is not tried again automatically."),
            Property("error", Text, true, "The error of the last load, or null."),
            Property("updated_at", Time, false, "When this row last changed."),
            Property(
                "current", Flag, true,
                "Whether loading it with today's lake definition would give the same rows; null if unknown, never read or removed."),
        ]),
        Set(
            LedgerNames.Loads, "load", "Loads",
            "Every attempt to bring a version of a file into the warehouse. Repeated events for a loaded version share one.", 1,
        [
            Property("id", Number, false, "Its id."),
            Property("file", Text, false, "The file's path, container first."),
            Property("dataset", Text, true, "The dataset; null if the file matches none."),
            Property("kind", Text, true, "new, append, replace or remove; null if nothing was done."),
            Property("state", Text, false, "Its state: running, loaded, unchanged, refused, failed, superseded, removed or ignored."),
            Property("trigger", Text, false, "What started it: blob, sweep, http or command."),
            Property("etag", Text, false, "The version of the file."),
            Property("attempt", Number, true, "The number of the attempt at this version of the file, from 1."),
            Property("next_try", Time, true, "For a failed load: when it is tried again; null if it is not tried again automatically."),
            Property("rows", Number, false, "Rows that it loaded."),
            Property("rejected", Number, false, "Rows that it rejected."),
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
    ];

    private static EntitySet Set(
        string name, string table, string title, string description, int keys, IReadOnlyList<EntityProperty> properties) =>
        new(name, new Table(Schema, table), properties, [.. properties.Take(keys)]) { Title = title, Description = description };

    private static EntityProperty Property(string name, ColumnType type, bool nullable, string description) =>
        new(name, name, type, nullable, null, description);
}
