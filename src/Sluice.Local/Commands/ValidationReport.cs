using System.Text.Json.Nodes;
using Sluice.Lake;
using Sluice.Rows;
using Sluice.Validation;
using Sluice.Validation.Rows;

namespace Sluice.Local.Commands;

/// <summary>Writes what validation found in the shape of frictionless' validation report, so that its tools can read it.</summary>
/// <param name="path">The file, as it was named.</param>
/// <param name="dataset">What its rows should be.</param>
internal sealed class ValidationReport(string path, Dataset dataset)
{
    private const int MostErrors = 1000;
    private const int MostBytes = 8 * 1024 * 1024;

    private readonly List<(Reject Reject, RejectError Error)> listed = [];
    private readonly Dictionary<string, int> fields = dataset.Schema.Fields.Select((f, i) => (f.Name, i)).ToDictionary(StringComparer.Ordinal);
    private long count;
    private long bytes;

    /// <summary>Takes a reject. What is beyond a thousand errors, or 8 MB of their rows, is counted and not listed.</summary>
    public void Add(Reject reject)
    {
        foreach (var error in reject.Errors)
        {
            bytes += reject.RawBytes.Length;
            if (count++ < MostErrors && bytes <= MostBytes)
            {
                listed.Add((reject, error));
            }
        }
    }

    /// <summary>Makes the report.</summary>
    /// <param name="found">What validation found.</param>
    /// <param name="seconds">How long it took.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<JsonObject> WriteAsync(FileValidation found, double seconds, CancellationToken cancellationToken)
    {
        var errors = new JsonArray();
        if (found.Error is not null)
        {
            count++;
            errors.Add(Write(ReportErrorType.Source, found.Error, "It is why the file as a whole does not fit its dataset.", path));
        }

        foreach (var (reject, error) in listed)
        {
            var cells = await RecordCells.SplitAsync(reject.RawBytes, dataset.Dialect, found.Delimiter, cancellationToken);
            errors.Add(Write(reject, error, cells, found));
        }

        var warnings = new JsonArray();
        if (count > errors.Count)
        {
            warnings.Add(JsonValue.Create($"There are {count} errors, of which the first {errors.Count} are here."));
        }

        seconds = Math.Round(seconds, 3);
        return new JsonObject
        {
            ["valid"] = count == 0,
            ["stats"] = new JsonObject { ["tasks"] = 1, ["errors"] = count, ["warnings"] = warnings.Count, ["seconds"] = seconds },
            ["warnings"] = new JsonArray(),
            ["errors"] = new JsonArray(),
            ["tasks"] = new JsonArray(new JsonObject
            {
                // A name is of small letters there.
                ["name"] = dataset.Name.ToLowerInvariant(),
                ["type"] = "table",
                ["valid"] = count == 0,
                ["place"] = path,
                ["labels"] = Texts(found.Columns),
                ["stats"] = new JsonObject
                {
                    ["errors"] = count,
                    ["warnings"] = warnings.Count,
                    ["seconds"] = seconds,
                    ["bytes"] = found.Bytes,
                    ["fields"] = found.Columns.Count,
                    ["rows"] = found.Rows + found.Rejected,
                },
                ["warnings"] = warnings,
                ["errors"] = errors,
            }),
        };
    }

    private static JsonObject Write(ReportErrorType type, string note, string description, string place) => new()
    {
        ["type"] = type.Type,
        ["title"] = type.Title,
        ["description"] = description,
        ["message"] = $"{place}: {note}",
        ["tags"] = Texts(type.Tags),
        ["note"] = note,
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => JsonValue.Create(t))]);

    private JsonObject Write(Reject reject, RejectError error, IReadOnlyList<string> cells, FileValidation found)
    {
        var columns = found.Columns;
        // Of a row with secrets that is none, asterisks are all there is.
        var isMasked = dataset.Schema.Fields.Any(f => f.Sensitive != Sensitivity.None);
        var type = ReportErrorType.From(error, isMasked ? null : cells.Count, columns.Count);
        var written = Write(
            type, error.Message, $"The rule that is broken is {error.Rule}.", $"{path}:{reject.Line}: {error.Field ?? "row"}");
        written["cells"] = Texts(cells);
        written["rowNumber"] = reject.Row + (dataset.Dialect.Header ? dataset.Dialect.HeaderRows[^1] : 0);
        if (error.Field is not null || type.IsOfCell)
        {
            var column = error.Field is null ? Math.Min(cells.Count, columns.Count) : found.FieldColumns[fields[error.Field]];
            written["cell"] = cells.ElementAtOrDefault(column) ?? "";
            written["fieldName"] = error.Field ?? columns.ElementAtOrDefault(column) ?? "";
            written["fieldNumber"] = column + 1;
        }

        // Properties that frictionless does not have, and hands on: its rows are records, which quotes let span lines.
        written["rule"] = error.Rule;
        written["lineNumber"] = reject.Line;
        written["byteOffset"] = reject.ByteOffset;
        return written;
    }
}
