using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Tests.Lake;

namespace Sluice.Tests.SqlServer;

/// <summary>Lakes whose tables use everything that a table can have.</summary>
internal static class SqlLakes
{
    private const string Rank = """{ "name": "rank", "type": "integer" }""";

    private const string EveryType =
        """
        { "name": "string", "type": "string", "constraints": { "required": true, "maxLength": 40 } },
        { "name": "long", "type": "string", "constraints": { "maxLength": 5000 } },
        { "name": "email", "type": "string", "format": "email" },
        { "name": "uri", "type": "string", "format": "uri" },
        { "name": "binary", "type": "string", "format": "binary" },
        { "name": "uuid", "type": "string", "format": "uuid" },
        { "name": "category", "type": "string", "categories": ["a", "b"], "categoriesOrdered": true },
        { "name": "number", "type": "number", "decimalChar": ",", "groupChar": "." },
        { "name": "price", "type": "number", "sluice:type": "decimal(12,2)" },
        { "name": "whole", "type": "number", "sluice:type": "decimal(38,0)" },
        { "name": "float", "type": "number", "sluice:type": "float", "bareNumber": false },
        { "name": "integer", "type": "integer", "constraints": { "minimum": 1 } },
        { "name": "boolean", "type": "boolean", "trueValues": ["yes"], "falseValues": ["no"] },
        { "name": "object", "type": "object" },
        { "name": "array", "type": "array", "constraints": { "jsonSchema": {} } },
        { "name": "list", "type": "list", "itemType": "integer", "delimiter": ";" },
        { "name": "date", "type": "date", "format": "%d/%m/%Y" },
        { "name": "time", "type": "time", "format": "any" },
        { "name": "datetime", "type": "datetime" },
        { "name": "year", "type": "year" },
        { "name": "yearmonth", "type": "yearmonth" },
        { "name": "duration", "type": "duration" },
        { "name": "geopoint", "type": "geopoint", "format": "array" },
        { "name": "geojson", "type": "geojson", "format": "topojson" },
        { "name": "any", "type": "any" },
        { "name": "hash", "type": "integer", "sluice:sensitive": "hash" },
        { "name": "drop", "type": "date", "sluice:sensitive": "drop" },
        { "name": "mask", "type": "string", "sluice:sensitive": "mask" }
        """;

    /// <summary>The sample lake.</summary>
    public static LakeDefinition Sample => SampleLakeTests.Lake;

    /// <summary>A lake of every type, every write mode, and keys of every kind.</summary>
    public static LakeDefinition Every { get; } = LakeFolder.Load(
        $$"""
        { "name": "every", "resources": [
            {{Resource("appended", "append", """ "primaryKey": "string" """)}},
            {{Resource("replaced", "replace", """ "uniqueKeys": [["string", "integer"]] """)}},
            {{Resource("by_integer", "merge", """ "primaryKey": "integer" """)}},
            {{Resource("by_text", "merge", """ "primaryKey": ["long"] """)}},
            {{Resource("by_all", "merge", """
                "primaryKey": ["string", "uuid", "whole", "float", "boolean", "date", "time", "datetime", "yearmonth"],
                "foreignKeys": [
                    { "fields": "integer", "reference": { "resource": "by_integer", "fields": "integer" } },
                    { "fields": ["string", "price"], "reference": { "resource": "appended", "fields": ["long", "integer"] } },
                    { "fields": ["date"], "reference": { "resource": "", "fields": ["string"] } }
                ]
                """)}}
        ] }
        """);

    /// <summary>Names that would be more than names if they were not quoted.</summary>
    public static IReadOnlyList<string> HostileNames { get; } =
        ["select", "a]b", "a\"b", "x'; drop table lake.people; --", "%s{0}$1@p?", "naïve ☃ 😀", new string('n', 128),
            $"{new string('n', 117)}😀😀😀😀😀"];

    /// <summary>A lake whose datasets and fields have those names.</summary>
    public static LakeDefinition Hostile { get; } = new("hostile", [.. HostileNames.SelectMany(name => new[]
    {
        DatasetOf(name, name, WriteMode.Append),
        DatasetOf($"{name}m"[^Math.Min(128, name.Length + 1)..], name, WriteMode.Merge),
    })]);

    /// <summary>The lake of the query tests.</summary>
    public static LakeDefinition Items { get; } = LakeFolder.Load(
        $$"""
        { "name": "test", "resources": [
            { "name": "owners", "path": "data/owners/*.csv", "sluice:write": "merge", "schema": { "primaryKey": "id", "fields": [
                { "name": "id", "type": "integer", "constraints": { "required": true } }, { "name": "city", "type": "string" },
                { "name": "since", "type": "date" }] } },
            { "name": "items", "path": "data/items/*.csv", "schema": {
                "foreignKeys": [{ "fields": "owner_id", "reference": { "resource": "owners", "fields": "id" } }], "fields": [
                { "name": "id", "type": "integer", "constraints": { "required": true } }, { "name": "owner_id", "type": "integer" },
                { "name": "name", "type": "string" }, { "name": "qty", "type": "integer" },
                { "name": "price", "type": "number", "sluice:type": "decimal(12,2)" }, { "name": "big", "type": "number" },
                { "name": "ratio", "type": "number", "sluice:type": "float" }, { "name": "active", "type": "boolean" },
                { "name": "day", "type": "date" }, { "name": "at", "type": "datetime" }, { "name": "opens", "type": "time" }] } },
            { "name": "events", "path": "data/events/*.csv", "schema": { "foreignKeys": [
                { "fields": "item_id", "reference": { "resource": "items", "fields": "id" } },
                { "fields": "owner_id", "reference": { "resource": "owners", "fields": "id" } }], "fields": [
                { "name": "item_id", "type": "integer" }, { "name": "owner_id", "type": "integer" }, { "name": "kind", "type": "string" },
                { "name": "amount", "type": "number", "sluice:type": "decimal(12,2)" }] } },
            { "name": "shops", "path": "data/shops/*.csv", "sluice:write": "merge", "schema": { "primaryKey": "id", "fields": [
                { "name": "id", "type": "string", "constraints": { "required": true, "maxLength": 40 } }, {{Rank}}] } },
            { "name": "brands", "path": "data/brands/*.csv", "schema": { "fields": [
                { "name": "code", "type": "string", "constraints": { "maxLength": 40 } }, { "name": "country", "type": "string" },
                { "name": "since", "type": "date" }] } },
            { "name": "products", "path": "data/products/*.csv", "schema": { "foreignKeys": [
                { "fields": "brand_id", "reference": { "resource": "brands", "fields": "code" } },
                { "fields": ["brand_id", "country"], "reference": { "resource": "brands", "fields": ["code", "country"] } },
                { "fields": "shop_id", "reference": { "resource": "shops", "fields": "id" } }], "fields": [
                { "name": "sku", "type": "integer" }, { "name": "brand_id", "type": "string" }, { "name": "country", "type": "string" },
                { "name": "shop_id", "type": "string", "constraints": { "maxLength": 40 } }] } }
        ] }
        """);

    /// <summary>One of the lakes.</summary>
    public static LakeDefinition Named(string lake) => lake switch
    {
        "sample" => Sample,
        "every" => Every,
        "hostile" => Hostile,
        _ => throw new ArgumentOutOfRangeException(nameof(lake), lake, "There is no such lake."),
    };

    private static Dataset DatasetOf(string dataset, string field, WriteMode mode) => new()
    {
        Name = dataset,
        Paths = [new DatasetPath("data", "x/*.csv")],
        WriteMode = mode,
        Schema = new TableSchema
        {
            Fields =
            [
                new Field { Name = field, Column = new ColumnType(ColumnKind.Text, MaxLength: 20) },
                new Field { Name = "id", Type = FieldType.Integer, Column = new ColumnType(ColumnKind.Int64) },
            ],
            PrimaryKey = [field, "id"],
            ForeignKeys = [new ForeignKey([field], dataset, [field])],
        },
    };

    private static string Resource(string name, string mode, string more) =>
        $$"""{ "name": "{{name}}", "path": "data/{{name}}/*.csv", "sluice:write": "{{mode}}", "schema": """
        + $$"""{ "fields": [{{EveryType}}], {{more}} } }""";
}
