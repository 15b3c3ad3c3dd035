using Sluice.Lake.Definition;
using Sluice.Lake.Schema;

namespace Sluice.Tests.Lake;

/// <summary>What a valid lake definition is read as.</summary>
public class LakeDefinitionTests
{
    [Fact]
    public void A_resource_that_says_little_has_the_defaults()
    {
        var lake = LakeFolder.Load(LakeFolder.PackageOfField("""{ "name": "id" }"""));

        var dataset = Assert.Single(lake.Datasets);
        Assert.Equal("lake", lake.Name);
        Assert.Equal(("ads", "data/ads/*.csv"), (dataset.Name, Assert.Single(dataset.Paths).ToString()));
        Assert.Equal((WriteMode.Append, RejectPolicy.SkipRow, DeletePolicy.Keep), (dataset.WriteMode, dataset.OnReject, dataset.OnDelete));
        Assert.Null(dataset.Keep);
        Assert.Equal(CsvDialect.Open, dataset.Dialect);
        Assert.Equal(FieldsMatch.Exact, dataset.Schema.FieldsMatch);
        Assert.Empty(dataset.Schema.PrimaryKey);
        Assert.Empty(dataset.Schema.ForeignKeys);
        var field = Assert.Single(dataset.Schema.Fields);
        Assert.Equal((FieldType.Any, "default", true), (field.Type, field.Format, field.Nullable));
        Assert.Equal(new ColumnType(ColumnKind.Text), field.Column);
        Assert.Equal([""], field.MissingValues);
    }

    [Theory]
    [InlineData("date", "P2Y", 24, 0, "2022-02-28T12:00:00Z")]
    [InlineData("datetime", "P1Y6M", 18, 0, "2022-08-29T12:00:00Z")]
    [InlineData("datetime", "P1M2W3D", 1, 17, "2024-01-12T12:00:00Z")]
    [InlineData("datetime", "P90D", 0, 90, "2023-12-01T12:00:00Z")]
    public void A_resource_can_say_how_long_its_rows_are_kept(string type, string duration, int months, int days, string before)
    {
        var dataset = LakeFolder.Load(LakeFolder.PackageOf(
            $$"""
            "schema": { "fields": [{ "name": "created_at", "type": "{{type}}" }] },
            "sluice:keep": { "field": "created_at", "for": "{{duration}}" }
            """)).Datasets[0];

        Assert.Equal(new KeepPolicy("created_at", new KeepPeriod(months, days)), dataset.Keep);
        var leapDay = new DateTimeOffset(2024, 2, 29, 13, 0, 0, TimeSpan.FromHours(1));
        Assert.Equal(DateTimeOffset.Parse(before, null), dataset.Keep!.For.Before(leapDay));
    }

    [Fact]
    public void A_resource_can_say_how_it_is_loaded()
    {
        const string Loading =
            "\"sluice:write\": \"replace\", \"sluice:onReject\": \"skip-file\", \"sluice:onDelete\": \"remove\", "
            + "\"sluice:onDefinitionChange\": \"reload\"";
        var dataset = LakeFolder.Load($$"""
            { "name": "shop", "resources": [{
              "name": "ads", "title": "Ads", "description": "What is for sale.", "path": "data/ads/*.csv",
              "encoding": "UTF-8", {{Loading}}, "homepage": { "any": ["thing"] },
              "schema": { "fields": [{ "name": "id", "title": "Number", "description": "Of the ad.", "rdfType": "x" }] }
            }] }
            """).Datasets[0];

        Assert.Equal(("Ads", "What is for sale."), (dataset.Title, dataset.Description));
        Assert.Equal(
            (WriteMode.Replace, RejectPolicy.SkipFile, DeletePolicy.Remove, DefinitionChangePolicy.Reload),
            (dataset.WriteMode, dataset.OnReject, dataset.OnDelete, dataset.OnDefinitionChange));
        Assert.Equal(("Number", "Of the ad."), (dataset.Schema.Fields[0].Title, dataset.Schema.Fields[0].Description));
    }

    [Theory]
    [InlineData("\"skip-row\"", null, null)]
    [InlineData("\"skip-file\"", 0L, null)]
    [InlineData("{ \"maxRows\": 100 }", 100L, null)]
    [InlineData("{ \"maxShare\": 0.05 }", null, 0.05)]
    [InlineData("{ \"maxRows\": 100, \"maxShare\": 1 }", 100L, 1.0)]
    public void A_reject_policy_is_read(string json, long? rows, double? share) => Assert.Equal(
        new RejectPolicy(rows, share),
        LakeFolder.Load(LakeFolder.PackageOf($$"""
            "sluice:onReject": {{json}}, "schema": { "fields": [{ "name": "id" }] }
            """)).Datasets[0].OnReject);

    [Theory]
    [InlineData("{}", ",", "\"", null, false)]
    [InlineData("{ \"delimiter\": \";\", \"quoteChar\": \"'\" }", ";", "'", null, false)]
    [InlineData("{ \"delimiter\": \"\\t\", \"commentChar\": \"#\", \"skipInitialSpace\": true }", "\t", "\"", "#", true)]
    [InlineData("{ \"delimiter\": \" \" }", " ", "\"", null, false)]
    [InlineData("{ \"delimiter\": \"||\", \"commentChar\": \"//\" }", "||", "\"", "//", false)]
    [InlineData("{ \"header\": true, \"headerRows\": [ 1 ], \"doubleQuote\": true }", ",", "\"", null, false)]
    [InlineData("{ \"sheetName\": \"x\", \"csvddfVersion\": 1.2 }", ",", "\"", null, false)]
    [InlineData("{ \"escapeChar\": \"\\\"\" }", ",", "\"", null, false)]
    [InlineData("{ \"quoteChar\": \"\" }", ",", null, null, false)]
    public void A_dialect_is_read(string json, string delimiter, string? quote, string? comment, bool skipsSpace) => Assert.Equal(
        new CsvDialect { Delimiter = delimiter, QuoteChar = quote, CommentChar = comment, SkipInitialSpace = skipsSpace },
        DialectOf(json));

    [Fact]
    public void An_unusual_dialect_is_read()
    {
        var dialect = DialectOf(
            """
            { "header": true, "headerRows": [2, 1, 2], "headerJoin": "-", "commentRows": [3], "lineTerminator": "|", "escapeChar": "\\",
              "nullSequence": "\\N", "doubleQuote": false }
            """);
        Assert.Equal([1, 2], dialect.HeaderRows);
        Assert.Equal([3], dialect.CommentRows);
        Assert.Equal(("-", "|", "\\", "\\N"), (dialect.HeaderJoin, dialect.LineTerminator, dialect.EscapeChar, dialect.NullSequence));
        Assert.Equal((true, false, "\""), (dialect.Header, dialect.DoubleQuote, dialect.QuoteChar));
        Assert.True(dialect.IsUnusual);
    }

    [Theory]
    [InlineData("\\n", "\n")]
    [InlineData("\\r", "\r")]
    [InlineData("\\r\\n", "\r\n")]
    [InlineData("<br>", "<br>")]
    public void A_line_terminator_is_kept_as_it_is_written(string json, string terminator) =>
        Assert.Equal(terminator, DialectOf($$"""{ "lineTerminator": "{{json}}" }""").LineTerminator);

    private static CsvDialect DialectOf(string json) => LakeFolder.Load(LakeFolder.PackageOf($$"""
            "dialect": {{json}}, "schema": { "fields": [{ "name": "id" }] }
            """)).Datasets[0].Dialect;

    [Theory]
    [InlineData("\"exact\"", FieldsMatch.Exact)]
    [InlineData("\"superset\"", FieldsMatch.Superset)]
    [InlineData("\"partial\"", FieldsMatch.Partial)]
    [InlineData("[\"equal\"]", FieldsMatch.Equal)]
    public void Fields_match_is_a_string_or_an_array_of_one(string json, FieldsMatch match) => Assert.Equal(
        match,
        LakeFolder.Load(LakeFolder.PackageOfSchema($$"""{ "fields": [{ "name": "id" }], "fieldsMatch": {{json}} }"""))
            .Datasets[0].Schema.FieldsMatch);

    [Theory]
    [InlineData("\"string\"", ColumnKind.Text)]
    [InlineData("\"any\"", ColumnKind.Text)]
    [InlineData("\"integer\"", ColumnKind.Int64)]
    [InlineData("\"number\"", ColumnKind.Decimal, 38, 10)]
    [InlineData("\"number\", \"sluice:type\": \"float\"", ColumnKind.Double)]
    [InlineData("\"number\", \"sluice:type\": \"decimal(38,38)\"", ColumnKind.Decimal, 38, 38)]
    [InlineData("\"number\", \"sluice:type\": \"decimal(12, 2)\"", ColumnKind.Decimal, 12, 2)]
    [InlineData("\"number\", \"sluice:type\": \"decimal(1,0)\"", ColumnKind.Decimal, 1, 0)]
    [InlineData("\"boolean\"", ColumnKind.Boolean)]
    [InlineData("\"date\"", ColumnKind.Date)]
    [InlineData("\"time\"", ColumnKind.Time)]
    [InlineData("\"datetime\"", ColumnKind.Timestamp)]
    [InlineData("\"year\"", ColumnKind.Int64)]
    public void A_type_becomes_a_column(string type, ColumnKind kind, byte precision = 0, byte scale = 0) =>
        Assert.Equal(new ColumnType(kind, precision, scale), ReadField($$"""{ "name": "x", "type": {{type}} }""").Column);

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2000, 4000)]
    [InlineData(2001, null)]
    public void A_text_column_has_room_for_two_code_units_a_character(int maxLength, int? columnLength) => Assert.Equal(
        columnLength, ReadField($$"""{ "name": "x", "constraints": { "maxLength": {{maxLength}} } }""").Column.MaxLength);

    [Theory]
    [InlineData("date", "any", "any")]
    [InlineData("date", "%d/%m/%Y", "%d/%m/%Y")]
    [InlineData("date", "fmt:%d/%m/%Y", "%d/%m/%Y")]
    [InlineData("time", "%H:%M", "%H:%M")]
    [InlineData("datetime", "default", "default")]
    public void A_format_is_read(string type, string format, string read) =>
        Assert.Equal(read, ReadField($$"""{ "name": "x", "type": "{{type}}", "format": "{{format}}" }""").Format);

    [Fact]
    public void Constraints_are_read()
    {
        var text = ReadField("""
            { "name": "x", "constraints": {
              "required": true, "unique": true, "minLength": 1, "maxLength": 9, "pattern": "[a-z]+", "enum": ["a", "b"] } }
            """).Constraints;

        Assert.Equal((true, true, 1, 9, "[a-z]+"), (text.Required, text.Unique, text.MinLength, text.MaxLength, text.Pattern));
        Assert.Equal(["a", "b"], text.Enum!);
    }

    [Theory]
    [InlineData("\"type\": \"integer\"", "-5", "\"7\"", "-5", "7")]
    [InlineData("\"type\": \"number\"", "0.50", "1e3", "0.50", "1e3")]
    [InlineData("\"type\": \"number\", \"decimalChar\": \",\"", "0.50", "\"1,5\"", "0,50", "1,5")]
    [InlineData("\"type\": \"year\"", "1999", "\"2024\"", "1999", "2024")]
    [InlineData("\"type\": \"date\", \"format\": \"%d.%m.%Y\"", "\"01.05.2024\"", "\"02.05.2024\"", "01.05.2024", "02.05.2024")]
    public void Bounds_are_kept_as_the_fields_values_are_written(string type, string minimum, string maximum, string least, string most)
    {
        var constraints = ReadField($$"""
            { "name": "x", {{type}}, "constraints": { "minimum": {{minimum}}, "maximum": {{maximum}} } }
            """).Constraints;

        Assert.Equal((least, most), (constraints.Minimum, constraints.Maximum));
    }

    [Fact]
    public void True_and_false_are_written_as_the_fields_values_are()
    {
        var field = ReadField("""
            { "name": "x", "type": "boolean", "trueValues": ["yes", "y"], "falseValues": ["no"], "constraints": { "enum": [true, "no"] } }
            """);

        Assert.Equal(["yes", "y"], field.TrueValues);
        Assert.Equal(["no"], field.FalseValues);
        Assert.Equal(["yes", "no"], field.Constraints.Enum!);
    }

    [Fact]
    public void How_numbers_are_written_is_read()
    {
        var field = ReadField("""{ "name": "x", "type": "number", "decimalChar": ",", "groupChar": ".", "bareNumber": false }""");

        Assert.Equal((",", ".", false), (field.DecimalChar, field.GroupChar, field.BareNumber));
    }

    [Fact]
    public void The_missing_values_nearest_to_a_field_are_its_own()
    {
        var lake = LakeFolder.Load("""
            { "missingValues": ["", "NULL"], "resources": [
              { "name": "a", "path": "data/a/*", "schema": { "fields": [{ "name": "x" }] } },
              { "name": "b", "path": "data/b/*", "schema": {
                "missingValues": [{ "value": "-", "label": "not asked" }, "?"],
                "fields": [{ "name": "x" }, { "name": "y", "missingValues": [] }] } }
            ] }
            """);

        Assert.Equal(["", "NULL"], lake.Datasets[0].Schema.Fields[0].MissingValues);
        Assert.Equal(["-", "?"], lake.Datasets[1].Schema.Fields[0].MissingValues);
        Assert.Empty(lake.Datasets[1].Schema.Fields[1].MissingValues);
    }

    [Theory]
    [InlineData("\"id\"", "id")]
    [InlineData("[\"id\"]", "id")]
    [InlineData("[\"id\", \"part\"]", "id", "part")]
    public void The_fields_of_the_primary_key_are_required(string json, params string[] key)
    {
        var schema = LakeFolder.Load(LakeFolder.PackageOf($$"""
            "sluice:write": "merge", "schema": { "primaryKey": {{json}}, "fields": [
              { "name": "id" }, { "name": "part", "constraints": { "maxLength": 5 } }, { "name": "note" }] }
            """)).Datasets[0].Schema;

        Assert.Equal(key, schema.PrimaryKey);
        Assert.Equal(key, schema.Fields.Where(f => !f.Nullable).Select(f => f.Name));
        Assert.Equal(5, schema.Fields[1].Constraints.MaxLength);
    }

    [Fact]
    public void Foreign_keys_refer_to_another_dataset_or_to_the_same()
    {
        var keys = LakeFolder.Load("""
            { "resources": [
              { "name": "ads", "path": "data/ads/*", "schema": {
                "fields": [{ "name": "id" }, { "name": "parent" }, { "name": "owner" }, { "name": "city" }],
                "foreignKeys": [
                  { "fields": "parent", "reference": { "resource": "", "fields": "id" } },
                  { "fields": ["parent"], "reference": { "fields": ["id"] } },
                  { "fields": ["owner", "city"], "reference": { "resource": "users", "fields": ["number", "town"] } }] } },
              { "name": "users", "path": "data/users/*", "schema": { "fields": [{ "name": "number" }, { "name": "town" }] } } ] }
            """).Datasets[0].Schema.ForeignKeys;

        Assert.Equal(
            ["parent -> ads(id)", "parent -> ads(id)", "owner,city -> users(number,town)"],
            keys.Select(k => $"{string.Join(',', k.Fields)} -> {k.Dataset}({string.Join(',', k.References)})"));
    }

    [Fact]
    public void Every_error_is_told_at_once_in_the_order_of_the_descriptors()
    {
        using var folder = new LakeFolder();
        folder.Write("""
            { "sluice:retention": 5, "resources": [
              { "name": "ads", "path": "data/ads/*", "schema": "schemas/ads.json", "sluice:write": "merge", "dialect": { "header": 0 } },
              { "path": "Data/users/*", "schema": "schemas/users.json" },
              { "name": "Ads", "path": "data/ads/a.csv", "schema": { "fields": [
                  { "name": "id", "type": "integer", "constraints": { "minLength": 5, "required": "yes" } },
                  { "name": "ID", "format": "email" }],
                "foreignKeys": [{ "fields": "id", "reference": { "resource": "user", "fields": "id" } }] } } ] }
            """).Write("schemas/ads.json", """{ "fields": [{ "name": "id", "type": "integre" }, { "name": "x", "title": 1 }] }""");

        var exception = Assert.Throws<LakeDefinitionException>(folder.Load);

        Assert.Equal(
            [
                "datapackage.json#/sluice:retention",
                "datapackage.json#/resources/0/sluice:write",
                "datapackage.json#/resources/0/dialect/header",
                "datapackage.json#/resources/1",
                "datapackage.json#/resources/1/path",
                "datapackage.json#/resources/1/schema",
                "datapackage.json#/resources/2/name",
                "datapackage.json#/resources/2/path",
                "datapackage.json#/resources/2/schema/fields/0/constraints/minLength",
                "datapackage.json#/resources/2/schema/fields/0/constraints/required",
                "datapackage.json#/resources/2/schema/fields/1/format",
                "datapackage.json#/resources/2/schema/foreignKeys/0/reference/resource",
                "schemas/ads.json#/fields/0/type",
                "schemas/ads.json#/fields/1/title",
            ],
            exception.Errors.Select(e => $"{e.File}#{e.Pointer}"));
        Assert.StartsWith(
            "The lake definition has 14 errors:\n  datapackage.json#/sluice:retention: ", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", null, null)]
    [InlineData("\"sluice:onNewColumn\": \"refuse\", ", NewColumnPolicy.Refuse, null)]
    [InlineData("\"sluice:onNewColumn\": \"ignore\", ", NewColumnPolicy.Ignore, null)]
    [InlineData("\"sluice:onNewColumn\": \"add\", ", NewColumnPolicy.Add, null)]
    [InlineData("\"sluice:onMissingColumn\": \"refuse\", ", null, MissingColumnPolicy.Refuse)]
    [InlineData("\"sluice:onMissingColumn\": \"null\", ", null, MissingColumnPolicy.Null)]
    public void A_dataset_decides_about_new_and_missing_columns(string property, NewColumnPolicy? added, MissingColumnPolicy? missing)
    {
        var dataset = LakeFolder.Load(LakeFolder.PackageOf(property + "\"schema\": { \"fields\": [{ \"name\": \"id\" }] }")).Datasets[0];

        Assert.Equal((added, missing), (dataset.OnNewColumn, dataset.OnMissingColumn));
        Assert.Equal(["id"], dataset.Schema.Fields.Select(f => f.Name));
    }

    [Fact]
    public void A_dataset_that_keeps_new_columns_has_one_more_field_for_them()
    {
        var dataset = LakeFolder.Load(LakeFolder.PackageOf(
            "\"sluice:onNewColumn\": \"keep\", \"schema\": { \"fields\": [{ \"name\": \"id\" }] }")).Datasets[0];

        Assert.Equal(["id", "_extra"], dataset.Schema.Fields.Select(f => f.Name));
        Assert.Equal(["id"], dataset.Schema.ColumnFields.Select(f => f.Name));
        Assert.Equal(
            (FieldSource.Extra, new ColumnType(ColumnKind.Text), true),
            (dataset.Schema.Fields[1].From, dataset.Schema.Fields[1].Column, dataset.Schema.Fields[1].Nullable));
        Assert.Same(dataset, dataset.WithExtra());
    }

    [Fact]
    public void No_field_can_have_the_name_of_that_column() => LakeFolder.AssertError(
        LakeFolder.PackageOfField("{ \"name\": \"_Extra\" }"), "/resources/0/schema/fields/0/name",
        "The name '_Extra' is reserved for a system column of the table.");

    private static Field ReadField(string json) => LakeFolder.Load(LakeFolder.PackageOfField(json)).Datasets[0].Schema.Fields[0];
}
