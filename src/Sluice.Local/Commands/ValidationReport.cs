using System.Text.Json.Nodes;
using Sluice.Lake;
using Sluice.Validation;

namespace Sluice.Local.Commands;

/// <summary>Writes what validation found in the shape of frictionless' validation report, so that its tools can read it.</summary>
internal sealed class ValidationReport(string path, Dataset dataset)
{
    private const int MostErrors = 1000;

    // What frictionless calls the rules that are not a field's constraint.
    private static readonly Dictionary<string, (string Type, string Title, string[] Tags)> Types = new()
    {
        ["type"] = ("type-error", "Type Error", ["#table", "#row", "#cell"]),
        ["format"] = ("type-error", "Type Error", ["#table", "#row", "#cell"]),
        ["unique"] = ("unique-error", "Unique Error", ["#table", "#row", "#cell"]),
        ["uniqueKeys"] = ("unique-error", "Unique Error", ["#table", "#row"]),
        ["primaryKey"] = ("primary-key", "PrimaryKey Error", ["#table", "#row"]),
        ["encoding"] = ("encoding-error", "Encoding Error", ["#table", "#row", "#cell"]),
        ["field-count"] = ("incorrect-label", "Row Error", ["#table", "#row"]),
    };

    private static readonly (string, string, string[]) Constraint = ("constraint-error", "Constraint Error", ["#table", "#row", "#cell"]);
    private static readonly (string, string, string[]) Row = ("row-error", "Row Error", ["#table", "#row"]);

    private readonly JsonArray errors = [];
    private long count;

    /// <summary>Takes a reject.</summary>
    public void Add(Reject reject)
    {
        foreach (var error in reject.Errors)
        {
            if (count++ < MostErrors)
            {
                errors.Add(Write(reject, error));
            }
        }
    }

    /// <summary>The report.</summary>
    /// <param name="found">What validation found.</param>
    /// <param name="seconds">How long it took.</param>
    public JsonObject Write(FileValidation found, double seconds)
    {
        var taskErrors = new JsonArray();
        if (found.Error is not null)
        {
            count++;
            taskErrors.Add(new JsonObject
            {
                ["type"] = "source-error",
                ["title"] = "Source Error",
                ["description"] = "The file as a whole does not fit its dataset.",
                ["message"] = found.Error,
                ["tags"] = new JsonArray(),
                ["note"] = found.Error,
            });
        }

        foreach (var error in errors)
        {
            taskErrors.Add(error!.DeepClone());
        }

        var warnings = new JsonArray();
        if (count > taskErrors.Count)
        {
            warnings.Add(JsonValue.Create($"There are {count} errors, of which the first {taskErrors.Count} are here."));
        }

        var task = new JsonObject
        {
            ["name"] = dataset.Name,
            ["type"] = "table",
            ["valid"] = count == 0,
            ["place"] = path,
            ["labels"] = new JsonArray([.. found.Columns.Select(c => JsonValue.Create(c))]),
            ["stats"] = new JsonObject
            {
                ["errors"] = count,
                ["warnings"] = warnings.Count,
                ["seconds"] = Math.Round(seconds, 3),
                ["bytes"] = found.Bytes,
                ["fields"] = dataset.Schema.Fields.Count,
                ["rows"] = found.Rows + found.Rejected,
            },
            ["warnings"] = warnings,
            ["errors"] = taskErrors,
        };
        return new JsonObject
        {
            ["valid"] = count == 0,
            ["stats"] = new JsonObject { ["tasks"] = 1, ["errors"] = count, ["warnings"] = warnings.Count, ["seconds"] = Math.Round(seconds, 3) },
            ["warnings"] = new JsonArray(),
            ["errors"] = new JsonArray(),
            ["tasks"] = new JsonArray(task),
        };
    }

    private JsonObject Write(Reject reject, RejectError error)
    {
        var (type, title, tags) = error.Field is null
            ? Types.GetValueOrDefault(error.Rule, Row)
            : Types.GetValueOrDefault(error.Rule, Constraint);
        type = error.Rule == "field-count" ? "row-error" : type;
        var written = new JsonObject
        {
            ["type"] = type,
            ["title"] = title,
            ["description"] = $"The rule is {error.Rule}.",
            ["message"] = error.Field is null
                ? $"Row at position \"{reject.Line}\" {error.Message}"
                : $"The cell in row at position \"{reject.Line}\" and field \"{error.Field}\": {error.Message}",
            ["tags"] = new JsonArray([.. tags.Select(t => JsonValue.Create(t))]),
            ["note"] = error.Message,
            ["cells"] = new JsonArray(JsonValue.Create(reject.RawText)),

            // The line where the row starts, as frictionless counts rows of a file without line breaks in quotes.
            ["rowNumber"] = reject.Line,
        };
        if (error.Field is not null)
        {
            var index = dataset.Schema.Fields.ToList().FindIndex(f => f.Name == error.Field);
            written["cell"] = "";
            written["fieldName"] = error.Field;
            written["fieldNumber"] = index + 1;
        }

        return written;
    }
}
