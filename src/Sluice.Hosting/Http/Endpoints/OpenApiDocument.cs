using System.Text.Json.Nodes;
using Sluice.Analytics.Model;
using Sluice.Analytics.Reports;
using Sluice.Analytics.Requests;
using Sluice.Hosting.Http.Json;
using Sluice.Hosting.Http.Results;
using Sluice.Lake.Schema;
using Sluice.Telemetry;
using static Sluice.Hosting.Http.Endpoints.OpenApiParts;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary>The OpenAPI 3.1 document of the app, made from the model of the OData service.</summary>
public sealed partial class OpenApiDocument
{
    private const string Json = "application/json";
    private const string Csv = "text/csv";
    private const string Problem = "application/problem+json";
    private const string Loads = "loads";
    private const string Operations = "operations";
    private const string Remains = "remains";

    private const string Searched = "Words or phrases that a text of the row must have, with AND, OR and NOT";

    private const string RowFormats =
        "json, csv, parquet, arrow, or a media type. CSV has each value as it is; "
        + $"with text/csv;{ResponseFormat.EscapeFormulas}=true, texts that a spreadsheet would run as formulas "
        + "have an apostrophe before them";

    private readonly JsonObject schemas = [];

    /// <summary>Makes the document.</summary>
    public OpenApiDocument(AnalyticsModel model, ReportCatalog reports)
    {
        foreach (var set in model.Sets)
        {
            schemas[set.Name] = Schema(set);
        }

        // What starts work answers with these, also if the caller cannot list them.
        foreach (var name in new[] { Loads, Operations, Remains })
        {
            schemas[name] ??= Schema(model.Whole.Find(name)!);
        }

        schemas["Error"] = Whole(("error", Whole(("code", Type("string")), ("message", Type("string")))));
        schemas["Problem"] = Whole(
            ("type", Type("string")), ("title", Type("string")), ("status", Type("integer")), ("detail", Type("string")));
        foreach (var (name, schema) in LoadRequestForms.All())
        {
            schemas[name] = schema;
        }

        schemas["LoadRequest"] = new JsonObject { ["oneOf"] = new JsonArray([.. LoadRequestForms.All().Select(f => Reference(f.Name))]) };
        var paths = new JsonObject
        {
            ["/health"] = Anonymous(Get("health", "Pipeline", "Whether lake, warehouse and queue can be reached", [], Content(Json, Whole(
                ("status", Type("string")), ("lake", Type("string")), ("warehouse", Type("string")),
                ("queue", new JsonObject { ["type"] = new JsonArray("string", "null") }), ("version", Type("string")))), "503")),
            ["/data"] = Get("getServiceDocument", "Data", "Lists the sets", [], Content(Json, Whole(("value", Many(Whole(
                ("name", Type("string")), ("title", Type("string")), ("kind", Type("string")), ("url", Type("string"))))))), OfText),
            ["/data/$metadata"] = Get(
                "getModel", "Data", "The model of the sets (CSDL)", [Query("$format", "json or xml", Type("string"))],
                Content("application/xml", Type("string")), OfText),
        };
        foreach (var set in model.Sets)
        {
            AddSet(paths, set);
        }

        AddBatch(paths);
        AddConnections(paths);
        schemas[ProfileSchema.Name] = ProfileSchema.Create();
        AddReports(paths, reports.SeenIn(model));
        schemas["LoadAnswer"] = new JsonObject
        {
            ["anyOf"] = new JsonArray(Reference(Loads), Reference(Operations)),
        };
        paths["/me"] = Get(
            "getCaller", "Pipeline", "Who has sent the request, and with which roles of the app", [],
            Content(Json, Whole(("name", OrNull(Type("string"))), ("roles", Many(Type("string"))))), "400");
        paths["/datapackage.json"] = Get(
            "getDataPackage", "Data", "The sets as a Data Package v2, whose resources are their CSV exports", [],
            Content(Json, Type("object")), "503");
        paths["/loads"] = Post(
            "loadFile",
            "Loads now: one file, the files that a path with wildcards matches, or those of a dataset. With again, also loaded files. With "
                + "stale or rejected, again those that are not current, or have rejects",
            Reference("LoadRequest"),
            Reference("LoadAnswer"), OfWork);
        paths["/sweep"] = Post("sweep", "Loads every file that is not loaded yet", null, Reference(Operations), OfSweep);
        schemas["ErasureRequest"] = Object(
            ("dataset", Type("string")),
            ("key", new JsonObject
            {
                ["type"] = "object",
                ["description"] = "Each field of the primary key with its value",
                ["additionalProperties"] = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") },
            }));
        schemas["ErasureRequest"]!["required"] = new JsonArray("dataset", "key");
        schemas["ErasureAnswer"] = new JsonObject
        {
            ["allOf"] = new JsonArray(
                Reference(Operations),
                Object(("remains", new JsonObject { ["type"] = "array", ["items"] = Reference(Remains) }))),
        };
        paths["/erasures"] = Post(
            "erase",
            "Erases the row of a key, its rejects, and the rows that refer to it with \"sluice:erase\": \"cascade\". Later loads leave out "
                + "these keys. The set remains has the records of the lake that still have one",
            Reference("ErasureRequest"),
            Reference("ErasureAnswer"), OfWork);
        AddFiles(paths);
        Body = System.Text.Encoding.UTF8.GetBytes(new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = $"Sluice: {model.Title}",
                ["version"] = SluiceVersion.Text,
                ["description"] =
                    "Reads the datasets of the lake and the ledger of the pipeline as OData v4, reads reports, and runs the pipeline.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/api" }),
            ["security"] = new JsonArray(new JsonObject { ["key"] = new JsonArray() }, new JsonObject { ["code"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas,
                ["securitySchemes"] = new JsonObject
                {
                    ["key"] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "x-functions-key" },
                    ["code"] = new JsonObject { ["type"] = "apiKey", ["in"] = "query", ["name"] = "code" },
                },
            },
        }.ToJsonString(new(SluiceJson.Options) { WriteIndented = true }));
    }

    /// <summary>The document, UTF-8.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    private static void AddSet(JsonObject paths, EntitySet set)
    {
        paths[$"/data/{set.Name}"] = Get(
            $"list_{set.Name}", set.Title ?? set.Name, set.Description ?? $"The rows of {set.Name}", Options([], ExpandOf(set)), Rows(set),
            OfData);
        paths[$"/data/{set.Name}/$count"] = Get(
            $"count_{set.Name}",
            set.Title ?? set.Name,
            $"How many rows {set.Name} has",
            [Query("$filter", "Which rows", Type("string")), Query("$search", Searched, Type("string"))],
            Content("text/plain", Type("integer")),
            OfNumber);
        paths[$"/data/{set.Name}/profile"] = Tagged(Get(
            $"profile_{set.Name}",
            set.Title ?? set.Name,
            $"What the values of the columns of {set.Name} look like",
            [],
            Content(Json, Reference(ProfileSchema.Name)),
            OfReport));
        var keys = set.Key.Select(k => set.Key.Count == 1 ? KeyValue(k) : $"{k.Name}={KeyValue(k)}");
        var row = $"/data/{set.Name}({string.Join(',', keys)})";
        paths[row] = Get(
            $"get_{set.Name}",
            set.Title ?? set.Name,
            $"One row of {set.Name}",
            [.. Key(set), .. OptionsOfOne(ExpandOf(set))],
            Content(Json, Reference(set.Name)),
            OfRow);
        foreach (var navigation in set.Navigations)
        {
            var (id, summary) = ($"related_{set.Name}-{navigation.Name}", Summary(navigation));
            // Names of sets have no hyphens, so the id is unique.
            paths[$"{row}/{navigation.Name}"] = navigation.IsCollection
                ? Get(id, set.Title ?? set.Name, summary, Options(Key(set), ExpandOf(navigation.Target)), Rows(navigation.Target), OfRow)
                : Get(
                    id,
                    set.Title ?? set.Name,
                    summary,
                    [.. Key(set), .. OptionsOfOne(ExpandOf(navigation.Target))],
                    Content(Json, Reference(navigation.Target.Name)),
                    OfRow);
        }
    }

    // OData writes texts in apostrophes, and other values as they are.
    private static string KeyValue(EntityProperty key) => key.Type.Kind == ColumnKind.Text ? $"'{{{key.Name}}}'" : $"{{{key.Name}}}";

    private static string Summary(EntityNavigation navigation) => navigation.IsCollection
        ? $"The rows of {navigation.Target} that refer to a row as their {navigation.Partner}"
        : $"The row of {navigation.Target} that a row refers to";

    // Without related rows there is nothing to expand.
    private static JsonObject[] ExpandOf(EntitySet set) => set.Navigations.Count == 0
        ? []
        :
        [
            Query(
                "$expand",
                $"Which related rows to add to each row of JSON: {string.Join(", ", set.Navigations.Select(n => n.Name))}, or * for all. "
                    + "In parentheses, related rows can have $select and $expand; many can also have $filter, $search, $orderby, $top, "
                    + "$skip and $count",
                Type("string")),
        ];

    private static JsonObject[] Key(EntitySet set) =>
        [.. set.Key.Select(k => Parameter(
            "path",
            k.Name,
            (k.Description ?? k.Name) + (k.Type.Kind == ColumnKind.Text ? ". Write an apostrophe in it twice" : ""),
            TypeOf(k.Type.Kind)))];

    private static JsonObject[] OptionsOfOne(JsonObject[] expand) =>
        [
            Query("$select", "Which properties", Type("string")),
            Query("$compute", "What to compute for the row", Type("string")),
            .. expand,
        ];

    private static JsonObject Rows(EntitySet set)
    {
        var content = Content(Json, new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["@odata.context"] = Type("string"),
                ["@odata.count"] = Type("integer"),
                ["value"] = Many(Reference(set.Name)),
                ["@odata.nextLink"] = Type("string"),
            },
            ["required"] = new JsonArray("value"),
        });
        AddTables(content);
        return content;
    }

    private static void AddTables(JsonObject content)
    {
        content[Csv] = new JsonObject { ["schema"] = Type("string") };
        content[ResponseFormat.ParquetType] = new JsonObject();
        content[ResponseFormat.ArrowType] = new JsonObject();
    }

    private static JsonObject[] Options(JsonObject[] key, JsonObject[] expand) =>
        [
            .. key,
            Query("$filter", "Which rows", Type("string")),
            Query("$search", Searched, Type("string")),
            Query("$select", "Which properties", Type("string")),
            Query("$orderby", "In which order", Type("string")),
            Query("$top", "How many rows at most", Type("integer")),
            Query("$skip", "How many rows to leave out first", Type("integer")),
            Query("$count", "Whether to count the rows", Type("boolean")),
            .. expand,
            Query("$compute", "What to compute for each row", Type("string")),
            Query("$apply", "How to filter, group and aggregate rows", Type("string")),
            Query("$format", RowFormats, Type("string")),
            Parameter("header", "Prefer", "maxpagesize=100 for pages of JSON with so many rows", Type("string")),
        ];

    private static void AddReports(JsonObject paths, IReadOnlyList<Report> reports)
    {
        paths["/reports"] = Get(
            "listReports", "Reports", "Lists the reports and their charts", [],
            Content(Json, Whole(("stamp", OrNull(Type("string"))), ("value", Many(Whole(
                ("name", Type("string")), ("title", Type("string")), ("question", Type("string")), ("dataset", Type("string")),
                ("query", Type("string")), ("filters", Type("object")),
                ("properties", Many(Whole(("name", Type("string")), ("type", Type("string"))))), ("chart", Type("object"))))))),
            "400");
        AddReportChanges(paths);
        foreach (var report in reports)
        {
            var rows = Whole(("value", Many(RowOf(report.Properties))));
            rows["properties"]!["@odata.nextLink"] = Type("string");
            var content = Content(Json, rows);
            AddTables(content);
            paths[$"/reports/{report.Name}"] = Tagged(Get(
                $"report_{report.Name.Replace('-', '_')}", "Reports", $"{report.Title}: {report.Question}",
                [
                    .. report.Filters.Keys.SelectMany(f => f == ReportFilter.Date
                        ? (JsonObject[])
                        [
                            Query("from", "The first day", Type("string", "date")),
                            Query("to", "The last day", Type("string", "date")),
                        ]
                        : [Query(f, $"Only of this {f}", Type("string"))]),
                    Query("$format", RowFormats, Type("string")),
                ],
                content,
                OfReport));
        }
    }

    private static JsonObject Schema(EntitySet set)
    {
        var properties = new JsonObject();
        foreach (var property in set.Properties.Concat(set.Derived.Select(d => d.Property)))
        {
            var type = property.Nullable ? OrNull(TypeOf(property.Type.Kind)) : TypeOf(property.Type.Kind);
            if (property.MaxLength is { } length)
            {
                type["maxLength"] = length;
            }

            if ((property.Description ?? property.Title) is { } description)
            {
                type["description"] = description;
            }

            properties[property.Name] = type;
        }

        foreach (var navigation in set.Navigations)
        {
            if (navigation.IsCollection)
            {
                properties[$"{navigation.Name}@odata.count"] = Type("integer", "int64");
                properties[navigation.Name] = Many(Reference(navigation.Target.Name));
                properties[$"{navigation.Name}@odata.nextLink"] = Type("string");
            }
            else
            {
                properties[navigation.Name] = new JsonObject { ["anyOf"] = new JsonArray(Reference(navigation.Target.Name), Type("null")) };
            }

            properties[navigation.Name]!["description"] = $"{Summary(navigation)}. Present only if $expand asks for it.";
        }

        return new JsonObject
        {
            ["type"] = "object",
            ["description"] = $"{set.Description ?? set.Title ?? set.Name}. With $select, only what is asked for.",
            ["properties"] = properties,
            ["required"] = new JsonArray([.. set.Properties.Select(p => JsonValue.Create(p.Name))]),
        };
    }

    // What a report calculates may be null.
    private static JsonObject RowOf(IReadOnlyList<ResultProperty> properties) => Whole(
        [.. properties.Select(p => (p.Name, p.Members is { } members ? OrNull(RowOf(members)) : OrNull(TypeOf(p.Type.Kind))))]);

    private static JsonObject TypeOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Int64 => Type("integer", "int64"),
        ColumnKind.Decimal => Type("number", "decimal"),
        ColumnKind.Double => Type("number", "double"),
        ColumnKind.Boolean => Type("boolean"),
        ColumnKind.Date => Type("string", "date"),
        ColumnKind.Time => Type("string", "time"),
        ColumnKind.Timestamp => Type("string", "date-time"),
        _ => Type("string"),
    };

    private static JsonObject Anonymous(JsonObject path)
    {
        path["get"]!["security"] = new JsonArray();
        return path;
    }
}
