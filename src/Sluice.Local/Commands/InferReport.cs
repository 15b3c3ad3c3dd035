using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Inference;
using Sluice.Lake.Schema;
using Sluice.Local.Terminal;
using Spectre.Console;

namespace Sluice.Local.Commands;

/// <summary>What a person should know of an inferred table before using it.</summary>
/// <param name="inference">The inference.</param>
/// <param name="table">What it found.</param>
/// <param name="isStrict">Whether all that is true today is written.</param>
/// <param name="rejects">The first rows that cannot be read, with their faults.</param>
/// <param name="files">The number of files.</param>
internal sealed class InferReport(
    SchemaInference inference, InferredTable table, bool isStrict, IReadOnlyList<string> rejects, int files)
{
    // A file can have a hundred thousand columns.
    private const int MostColumns = 200;
    private const int LongestExample = 40;

    /// <summary>Writes the report for people.</summary>
    public void Write(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = Math.Max(console.Profile.Width, 120);
        var shown = new Table().Border(TableBorder.Simple)
            .AddColumn("column").AddColumn("type").AddColumn("fits", c => c.RightAligned().NoWrap()).AddColumn("remarks");
        foreach (var column in table.Columns.Take(MostColumns))
        {
            shown.AddRow(
                Markup.Escape(column.Field.Name), Markup.Escape(TypeOf(column.Field)), ShareOf(column),
                Markup.Escape(string.Join("; ", RemarksOf(column))));
        }

        console.Write(shown);
        if (table.Columns.Count > MostColumns)
        {
            writer.WriteLine($"and {Show.Number(table.Columns.Count - MostColumns)} more columns");
        }

        foreach (var remark in RemarksOfFiles())
        {
            writer.WriteLine(remark);
        }
    }

    /// <summary>The report for programs.</summary>
    public JsonObject ToJson() => new()
    {
        ["rows"] = inference.Rows,
        ["unreadableRows"] = inference.Skipped,
        ["rowsWithMisfits"] = table.MisfitRows,
        ["columns"] = new JsonArray([.. table.Columns.Select(ToJson)]),
        ["remarks"] = new JsonArray([.. RemarksOfFiles().Select(r => JsonValue.Create(r))]),
    };

    private JsonObject ToJson(InferredColumn column) => new()
    {
        ["name"] = column.Field.Name,
        ["type"] = TypeOf(column.Field),
        ["values"] = column.Filled,
        ["misfits"] = column.Misfits,
        ["examples"] = new JsonArray([.. column.Examples.Select(e => new JsonObject
        {
            ["file"] = e.File, ["line"] = e.Line, ["text"] = e.Text,
        })]),
        ["couldBe"] = new JsonArray([.. column.Others.Select(o => JsonValue.Create(TypeOf(o)))]),
        ["isPrimaryKey"] = column == table.PrimaryKey,
        ["strict"] = ResourceJson.Write(column.Strict),
        ["remarks"] = new JsonArray([.. RemarksOf(column).Select(r => JsonValue.Create(r))]),
    };

    private static string TypeOf(Field field) =>
        field.Type.ToString().ToLowerInvariant() + (field.Format == "default" ? "" : $" {field.Format}")
        + (field.GroupChar is { } group ? $", groups \"{group}\"" : "")
        + (field is { Type: FieldType.Number, DecimalChar: not "." } ? $", decimals \"{field.DecimalChar}\"" : "");

    // Rounded down, so that 100 % means all.
    private static string ShareOf(InferredColumn column) => column.Filled == 0 ? "no value"
        : column.Misfits == 0 ? "100 %"
        : string.Create(
            CultureInfo.InvariantCulture, $"{Math.Floor((column.Filled - column.Misfits) * 10_000m / column.Filled) / 100:0.00} %");

    private List<string> RemarksOf(InferredColumn column)
    {
        var remarks = new List<string>();
        if (column == table.PrimaryKey)
        {
            remarks.Add("primary key");
        }

        if (column.Misfits > 0)
        {
            remarks.Add(
                $"{Show.Number(column.Misfits)} {(column.Misfits == 1 ? "value is" : "values are")} of another type, and will be rejects: "
                + string.Join(", ", column.Examples.Select(e => $"{Quote(e.Text)} in {PlaceOf(e)}"))
                + (column.Misfits > column.Examples.Count ? ", …" : ""));
        }

        if (column.Others.Count > 0)
        {
            remarks.Add($"could also be {string.Join(" or ", column.Others.Select(TypeOf))}: check which one is meant");
        }

        if (!isStrict && NotWritten(column).ToList() is [_, ..] more)
        {
            remarks.Add($"--strict adds: {string.Join(", ", more)}");
        }

        return remarks;
    }

    private string PlaceOf(Misfit misfit) => files == 1 ? $"line {Show.Number(misfit.Line)}" : $"{misfit.File}:{misfit.Line}";

    private static IEnumerable<string> NotWritten(InferredColumn column)
    {
        if (column.Strict.Required)
        {
            yield return "required";
        }

        if (column.Strict.Unique)
        {
            yield return "unique";
        }

        if (column.Strict is { Minimum: { } least, Maximum: { } greatest })
        {
            yield return $"from {least} to {greatest}";
        }

        if (column.Strict.Enum is { } values)
        {
            yield return $"one of {string.Join(", ", values.Select(Quote))}";
        }
    }

    private IEnumerable<string> RemarksOfFiles()
    {
        foreach (var reject in rejects)
        {
            yield return reject;
        }

        if (inference.InvalidSequences > 0)
        {
            yield return inference.Encoding == "iso-8859-1"
                ? $"The encoding is not known: {Show.Number(inference.InvalidSequences)} places are not valid windows-1252. iso-8859-1 "
                    + "reads all bytes. Check it, or give --encoding."
                : $"The encoding seems to be {inference.Encoding}, but {Show.Number(inference.InvalidSequences)} places are invalid.";
        }

        if (inference.Delimiter is null)
        {
            yield return "The files are written differently, so the resource has no dialect: each file's is found by its fields.";
        }

        if (inference.PadsRows)
        {
            yield return "Some rows have fewer values than others: their last values are empty (\"sluice:shortRows\": \"pad\").";
        }

        yield return $"{Show.Number(inference.Rows)} rows read"
            + (inference.Skipped > 0 ? $", and {Show.Number(inference.Skipped)} that cannot be read: they will be rejects." : ".");
        if (table.MisfitRows > 0)
        {
            yield return $"{Show.Number(table.MisfitRows)} of the rows will be rejects: a value is of another type than its column.";
        }
    }

    private static string Quote(string text) => $"\"{(text.Length > LongestExample ? $"{text[..LongestExample]}…" : text)}\"";
}
