using System.Text.Json.Nodes;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Validation;
using Sluice.Validation.Rows;

namespace Sluice.Local.Commands;

/// <summary>Writes the result of a validation as a validation report of Frictionless, which its tools can read.</summary>
/// <param name="path">The path of the file as the user gave it.</param>
/// <param name="dataset">The dataset that the file was validated against.</param>
internal sealed class ValidationReport(string path, Dataset dataset)
{
    private const int MostErrors = 1000;
    private const int MostBytes = 8 * 1024 * 1024;

    private readonly List<(Reject Reject, RejectError Error)> listed = [];
    private readonly Dictionary<string, int> fields = dataset.Schema.Fields.Select((f, i) => (f.Name, i))
        .ToDictionary(StringComparer.Ordinal);
    private long count;
    private long bytes;

    /// <summary>Adds a reject. Beyond 1,000 errors or 8 MB of their rows, errors are counted but not listed.</summary>
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
    /// <param name="found">The result of the validation.</param>
    /// <param name="seconds">The time of the validation.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public async Task<JsonObject> WriteAsync(FileValidation found, double seconds, CancellationToken cancellationToken)
    {
        var errors = new JsonArray();
        if (found.Error is not null)
        {
            count++;
            errors.Add(Write(ReportErrorType.Source, found.Error, "The reason why the file as a whole does not fit its dataset.", path));
        }

        foreach (var (reject, error) in listed)
        {
            var cells = await RecordCells.SplitAsync(reject.RawBytes, found.Dialect, cancellationToken);
            errors.Add(Write(reject, error, cells, found));
        }

        var warnings = new JsonArray();
        if (count > errors.Count)
        {
            warnings.Add(JsonValue.Create($"There are {count} errors; only the first {errors.Count} are listed."));
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
                // Frictionless allows only lower-case names.
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
        // A row of a dataset with sensitive fields is masked, so its cells cannot be counted.
        var isMasked = dataset.Schema.Fields.Any(f => f.Sensitive != Sensitivity.None);
        var type = ReportErrorType.From(error, isMasked ? null : cells.Count, columns.Count);
        var written = Write(
            type, error.Message, $"The row breaks the rule {error.Rule}.", $"{path}:{reject.Line}: {error.Field ?? "row"}");
        written["cells"] = Texts(cells);
        written["rowNumber"] = reject.Row + (dataset.Dialect.Header ? dataset.Dialect.HeaderRows[^1] : 0);
        if (error.Field is not null || type.IsOfCell)
        {
            var column = error.Field is null ? Math.Min(cells.Count, columns.Count) : found.FieldColumns[fields[error.Field]];
            written["cell"] = cells.ElementAtOrDefault(column) ?? "";
            written["fieldName"] = error.Field ?? columns.ElementAtOrDefault(column) ?? "";
            written["fieldNumber"] = column + 1;
        }

        // Additional properties, which Frictionless passes on. Its row numbers count records, and a quoted record can span lines.
        written["rule"] = error.Rule;
        written["lineNumber"] = reject.Line;
        written["byteOffset"] = reject.ByteOffset;
        return written;
    }
}
