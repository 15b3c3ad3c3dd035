using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Lake.Definition;
using Sluice.Lake.Reading;
using Sluice.Lake.Schema;

namespace Sluice.Inference;

/// <summary>Writes an inferred schema as a resource of a lake definition.</summary>
public static class ResourceJson
{
    /// <summary>Writes the resource.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="path">Its path, container first.</param>
    /// <param name="inference">The inference.</param>
    /// <param name="isStrict">Whether it has all constraints that are true today; see <see cref="InferredTable.ToSchema"/>.</param>
    public static JsonObject Write(string name, string path, SchemaInference inference, bool isStrict = false)
    {
        var table = inference.ToTable(name);
        var schema = table.ToSchema(isStrict);
        var written = new JsonObject
        {
            ["$schema"] = "https://datapackage.org/profiles/2.0/tableschema.json",
            ["fieldsMatch"] = schema.FieldsMatch.ToString().ToLowerInvariant(),
            ["fields"] = new JsonArray([.. schema.Fields.Select(Write)]),
        };
        if (schema.PrimaryKey.Count > 0)
        {
            written["primaryKey"] = new JsonArray([.. schema.PrimaryKey.Select(k => JsonValue.Create(k))]);
        }

        var resource = new JsonObject
        {
            ["name"] = name,
            ["type"] = "table",
            ["path"] = path,
            ["format"] = "csv",
            ["mediatype"] = "text/csv",
            ["encoding"] = inference.Encoding,
        };
        if (!inference.Dialect.IsOpen && Write(inference.Dialect, inference.Skipped + table.MisfitRows > 0) is { Count: > 0 } dialect)
        {
            resource["dialect"] = dialect;
        }

        if (inference.PadsRows)
        {
            resource[SluiceProperties.ShortRows] = "pad";
        }

        resource["schema"] = written;
        return resource;
    }

    /// <summary>
    /// Writes a dialect. The usual one is left out, and then found in each file. But a file with rejects may seem to have another one.
    /// </summary>
    private static JsonObject Write(CsvDialect dialect, bool hasRejects)
    {
        var written = DialectJson.Write(dialect);
        if (hasRejects && written.Count == 0)
        {
            written["delimiter"] = dialect.Delimiter;
        }

        return written;
    }

    private static JsonNode Write(Field field)
    {
        var written = new JsonObject { ["name"] = field.Name };
        if (field.Aliases.Count > 0)
        {
            written[SluiceProperties.Aliases] = Texts(field.Aliases.Select(a => a.Text));
        }

        written["type"] = field.Type.ToString().ToLowerInvariant();
        AddIf(field.Format != "default", "format", field.Format);
        AddIf(field.GroupChar is not null, "groupChar", field.GroupChar);
        AddIf(field is { Type: FieldType.Number, DecimalChar: not "." }, "decimalChar", field.DecimalChar);
        AddIf(field.Fraction == FractionPolicy.Truncate, SluiceProperties.Fraction, "truncate");
        AddIf(field.Type == FieldType.Number && field.Column != ColumnType.DefaultDecimal, SluiceProperties.Type, Text(field.Column));
        if (field.MissingValues is not [""])
        {
            written["missingValues"] = Texts(field.MissingValues);
        }

        var constraints = Write(field.Constraints);
        if (constraints.Count > 0)
        {
            written["constraints"] = constraints;
        }

        return written;

        void AddIf(bool condition, string property, string? value)
        {
            if (condition)
            {
                written[property] = value;
            }
        }
    }

    /// <summary>Writes the constraints that inference knows.</summary>
    public static JsonObject Write(FieldConstraints constraints)
    {
        var written = new JsonObject();
        if (constraints.Required)
        {
            written["required"] = true;
        }

        if (constraints.Unique)
        {
            written["unique"] = true;
        }

        if (constraints.MaxLength is { } length)
        {
            written["maxLength"] = length;
        }

        if (constraints.Minimum is { } least)
        {
            written["minimum"] = least;
        }

        if (constraints.Maximum is { } greatest)
        {
            written["maximum"] = greatest;
        }

        if (constraints.Enum is { } values)
        {
            written["enum"] = Texts(values);
        }

        return written;
    }

    private static string Text(ColumnType column) =>
        column.Kind == ColumnKind.Double ? "float"
            : string.Create(CultureInfo.InvariantCulture, $"decimal({column.Precision},{column.Scale})");

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(t => JsonValue.Create(t))];
}
