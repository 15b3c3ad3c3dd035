using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Sluice.IO;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Local.Commands;
using Sluice.Tests.Validation;
using Sluice.Validation;

namespace Sluice.Tests.Local;

/// <summary>The report of <c>validate --format json</c>, in the format of frictionless.</summary>
public class ValidationReportTests
{
    private static readonly JsonSchema Shape = JsonSchema.FromText(
        File.ReadAllText(RepositoryRoot.Of("tests", "Sluice.Tests", "Local", "frictionless-report.schema.json")));

    private static readonly Dataset Ads = Given.Dataset(
        Given.Field("id", FieldType.Integer, required: true),
        Given.Field("title") with { Constraints = new FieldConstraints { Unique = true, MaxLength = 5 } },
        Given.Field("price", FieldType.Number));

    private static readonly Dataset Keyed = Ads with
    {
        Name = "Ads",
        Schema = Ads.Schema with { PrimaryKey = ["id"], UniqueKeys = [["id", "price"]] },
    };

    [Theory]
    [InlineData("x,b,1", "type-error", "id", 1, "x", "type")]
    [InlineData(",b,1", "constraint-error", "id", 1, "", "required")]
    [InlineData("2,abcdef,1", "constraint-error", "title", 2, "abcdef", "maxLength")]
    [InlineData("2,\"a\",1", "unique-error", "title", 2, "a", "unique")]
    [InlineData("2,b", "missing-cell", "price", 3, "", "field-count")]
    [InlineData("2", "missing-cell", "title", 2, "", "field-count")]
    [InlineData("2,b,1,more", "extra-cell", "", 4, "more", "field-count")]
    [InlineData("2,b\u00FF,1", "encoding-error", "title", 2, "b�", "encoding")]
    [InlineData("2,\"b\"c,1", "source-error", null, 0, null, "quote")]
    [InlineData("2,\"b,1", "source-error", null, 0, null, "unclosed-quote")]
    public async Task Each_error_is_of_a_type_that_frictionless_has(
        string row, string type, string? field, int number, string? cell, string rule)
    {
        var report = await ReportAsync(Ads, $"id,title,price\n1,a,1\n{row}\n");
        var error = Assert.Single(report["tasks"]![0]!["errors"]!.AsArray())!;
        Assert.Equal((type, rule), ((string)error["type"]!, (string)error["rule"]!));
        Assert.Equal((field, cell), ((string?)error["fieldName"], (string?)error["cell"]));
        Assert.Equal((number, 3, 3, 21),
            ((int?)error["fieldNumber"] ?? 0, (int)error["rowNumber"]!, (int)error["lineNumber"]!, (int)error["byteOffset"]!));
    }

    [Fact]
    public async Task A_field_is_at_the_column_that_its_alias_names()
    {
        var aliased = Given.Dataset(Given.Field("id", FieldType.Integer) with { Aliases = [new("#1")] }, Given.Field("title"));
        aliased = aliased with { Schema = aliased.Schema with { FieldsMatch = FieldsMatch.Equal } };
        var report = await ReportAsync(aliased, "title,\na,x\n");
        var error = Assert.Single(report["tasks"]![0]!["errors"]!.AsArray())!;
        Assert.Equal(("id", 2, "x"), ((string)error["fieldName"]!, (int)error["fieldNumber"]!, (string)error["cell"]!));
    }

    [Fact]
    public async Task A_row_that_breaks_keys_of_several_fields_is_shown_cell_by_cell()
    {
        var report = await ReportAsync(Keyed, "id,title,price\n1,a,1\n1,\"b\nc\",1\nx,d,1\n");
        var task = report["tasks"]![0]!;
        Assert.Equal(["primary-key", "row-constraint", "type-error"], task["errors"]!.AsArray().Select(e => (string)e!["type"]!).Order());
        Assert.Equal(["1", "b\nc", "1"], task["errors"]![0]!["cells"]!.AsArray().Select(c => (string)c!));

        // A row may span lines, and still counts as one row.
        Assert.Equal((4, 5), ((int)task["errors"]![2]!["rowNumber"]!, (int)task["errors"]![2]!["lineNumber"]!));
        Assert.Equal(("ads", 3, 3), ((string)task["name"]!, (int)task["stats"]!["rows"]!, (int)task["stats"]!["errors"]!));
        Assert.Equal(["id", "title", "price"], task["labels"]!.AsArray().Select(l => (string)l!));
    }

    [Fact]
    public async Task A_detected_delimiter_splits_rows_into_cells()
    {
        var report = await ReportAsync(Ads with { Dialect = CsvDialect.Default with { Delimiter = null } },
            "id;title;price\n1;a;1\nx;b,c;2\n");
        Assert.Equal(["x", "b,c", "2"], report["tasks"]![0]!["errors"]![0]!["cells"]!.AsArray().Select(c => (string)c!));
    }

    [Fact]
    public async Task Nothing_of_a_secret_is_in_the_report()
    {
        var secret = Ads with
        {
            Schema = Ads.Schema
                with
            { Fields = [.. Ads.Schema.Fields.Select(f => f.Name == "title" ? f with { Sensitive = Sensitivity.Mask } : f)] },
        };
        var report = await ReportAsync(secret, "id,title,price\nx,hush,1\n2,hushhush,1\n3,hush\n");
        Assert.Equal(
            ["type-error", "constraint-error", "row-constraint"],
            report["tasks"]![0]!["errors"]!.AsArray().Select(e => (string)e!["type"]!));
        Assert.DoesNotContain("hush", report.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_refused_is_an_error_of_its_source()
    {
        var report = await ReportAsync(Ads, "id,ti\0tle\n");
        Assert.Equal("source-error", (string)report["tasks"]![0]!["errors"]![0]!["type"]!);
        Assert.False((bool)report["tasks"]![0]!["valid"]!);
    }

    [Fact]
    public async Task A_file_without_errors_is_valid() => Assert.True((bool)(await ReportAsync(Ads, "id,title,price\n1,a,1\n"))["valid"]!);

    [Fact]
    public async Task Of_many_errors_all_are_counted_and_a_thousand_listed()
    {
        var report = await ReportAsync(Ads, "id,title,price\n" + string.Concat(Enumerable.Range(0, 700).Select(i => $"x,b{i},y\n")));
        var task = report["tasks"]![0]!;
        Assert.Equal((1400, 1000), ((int)task["stats"]!["errors"]!, task["errors"]!.AsArray().Count));
        Assert.Contains("1400", (string)Assert.Single(task["warnings"]!.AsArray())!, StringComparison.Ordinal);
    }

    /// <summary>The report of a file, whose bytes are the characters of the text. Checks that frictionless can read it.</summary>
    private static async Task<JsonObject> ReportAsync(Dataset dataset, string file)
    {
        var report = new ValidationReport("Ads.csv", dataset);
        var found = await FileValidator.ValidateAsync(
            dataset, Given.DuckDb, new ReadOptions(), Given.File(Encoding.Latin1.GetBytes(file)), report.Add,
            TestContext.Current.CancellationToken);
        var written = await report.WriteAsync(found, 0.5, TestContext.Current.CancellationToken);
        var evaluated = Shape.Evaluate(
            JsonSerializer.SerializeToElement(written), new EvaluationOptions { OutputFormat = OutputFormat.List });
        Assert.True(evaluated.IsValid, string.Join("; ", (evaluated.Details ?? [])
            .Where(d => d.Errors is not null).SelectMany(d => d.Errors!.Select(e => $"{d.InstanceLocation} {e}"))));
        return JsonNode.Parse(written.ToJsonString())!.AsObject();
    }
}
