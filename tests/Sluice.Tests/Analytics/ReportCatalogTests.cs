using System.Text.Json.Nodes;
using Sluice.Analytics.Model;
using Sluice.Analytics.Reports;
using Sluice.Lake.Definition;
using Sluice.Tests.Lake;

namespace Sluice.Tests.Analytics;

public sealed class ReportCatalogTests
{
    private const string CreatedAt = """{ "name": "created_at", "type": "datetime" }""";

    private const string Package = $$"""
        { "name": "test", "resources": [{ "name": "ads", "path": "data/ads/*.csv", "schema": { "fields": [
          { "name": "id", "type": "integer" }, { "name": "category" }, { "name": "price", "type": "number" }, {{CreatedAt}},
          { "name": "parent_id", "type": "integer" }
        ], "foreignKeys": [{ "fields": "parent_id", "reference": { "resource": "", "fields": "id" } }] } }] }
        """;

    [Fact]
    public void A_lake_definition_without_reports_has_none() => Assert.Empty(Load(null).Reports);

    [Fact]
    public void A_report_has_a_question_a_query_and_a_chart()
    {
        var report = Assert.Single(Load(Reports()).Reports);

        Assert.Equal(("per-category", "ads", "What is there?"), (report.Name, report.Set.Name, report.Question));
        Assert.Equal(["category", "n"], report.Properties.Select(p => p.Name));
        Assert.Equal("bar", report.Chart.GetProperty("mark").GetString());
        Assert.Equal(
            "filter(created_at ge 2024-01-01 and created_at lt 2024-02-01 and category eq 'it''s')"
            + "/groupby((category),aggregate($count as n))",
            report.Request(new ReportFilter
            {
                From = new DateOnly(2024, 1, 1),
                To = new DateOnly(2024, 1, 31),
                Values = new Dictionary<string, string> { ["category"] = "it's" },
            }).Options["$apply"]);
    }

    [Theory]
    [InlineData("\"dataset\": \"ads\"", "\"dataset\": \"ad\"", "/reports/0/dataset", "Did you mean 'ads'?")]
    [InlineData("\"name\": \"per-category\"", "\"name\": \"Per Category\"", "/reports/0/name", "lower-case letters")]
    [InlineData("\"title\": \"Ads\"", "\"title\": \" \"", "/reports/0/title", "must not be empty")]
    [InlineData("\"question\": \"What is there?\"", "\"note\": 5", "/reports/0/note", "A report has no 'note'")]
    [InlineData("groupby((category)", "groupby((colour)", "/reports/0/options", "colour")]
    [InlineData("\"$apply\": \"groupby((category),aggregate($count as n))\"", "\"$expand\": \"ads\"", "/reports/0/options",
        "cannot hold the many rows of ads")]
    [InlineData("$apply", "$skip", "/reports/0/options/$skip", "A report has no option '$skip'")]
    [InlineData("\"date\": \"created_at\"", "\"date\": \"price\"", "/reports/0/filters/date", "date or timestamp")]
    [InlineData("\"category\": \"category\"", "\"category\": \"price\"", "/reports/0/filters/category", "a text")]
    [InlineData("\"mark\": \"bar\"", "\"data\": { \"url\": \"https://example.org\" }", "/reports/0/chart/data",
        "must not have its own data")]
    [InlineData("\"field\": \"n\"", "\"field\": \"m\"", "/reports/0/chart/encoding/y/field",
        "The rows have no 'm'; they have category, n.")]
    public void A_report_that_does_not_fit_the_lake_definition_is_refused_with_its_place_and_reason(string what, string with,
        string pointer, string says)
    {
        var errors = Assert.Throws<LakeDefinitionException>(() => Load(Reports().Replace(what, with, StringComparison.Ordinal))).Errors;

        var error = Assert.Single(errors, e => e.Pointer == pointer);
        Assert.Equal("reports.json", error.File);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "must have 'reports'")]
    [InlineData("""{ "reports": [] }""", "must not be empty")]
    [InlineData("""{ "reports": """, "is not JSON")]
    public void A_file_that_has_no_reports_is_refused(string text, string says) =>
        Assert.Contains(says, Assert.Throws<LakeDefinitionException>(() => Load(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Two_reports_of_one_name_are_refused()
    {
        var reports = Reports();
        var one = reports[(reports.IndexOf('[', StringComparison.Ordinal) + 1)..reports.LastIndexOf(']')];

        Assert.Contains(
            "Another report has the name",
            Assert.Throws<LakeDefinitionException>(() => Load($$"""{ "reports": [{{one}}, {{one}}] }""")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_is_added_to_the_file_and_removed_from_it()
    {
        using var folder = new LakeFolder();
        folder.Write(Package);
        var catalog = ReportCatalog.Load(folder.DescriptorPath, AnalyticsModel.From(folder.Load()));
        var report = JsonNode.Parse(Reports())!["reports"]![0]!;

        catalog.Add(report.DeepClone());
        Assert.Equal("per-category", Assert.Single(catalog.Reports).Name);
        var read = ReportCatalog.Load(folder.DescriptorPath, AnalyticsModel.From(folder.Load()));
        Assert.Equal("per-category", Assert.Single(read.Reports).Name);
        var refused = Assert.Throws<LakeDefinitionException>(() => catalog.Add(report.DeepClone()));
        Assert.Contains("Another report has the name", refused.Message, StringComparison.Ordinal);
        Assert.Single(catalog.Reports);

        var file = Path.Combine(Path.GetDirectoryName(folder.DescriptorPath)!, "reports.json");
        var before = File.ReadAllText(file).Replace("  ", " ", StringComparison.Ordinal);
        File.WriteAllText(file, before);
        Assert.False(catalog.Remove("other"));
        Assert.Equal(before, File.ReadAllText(file));
        Assert.True(catalog.Remove("per-category"));
        Assert.Empty(catalog.Reports);
        Assert.Empty(ReportCatalog.Load(folder.DescriptorPath, AnalyticsModel.From(folder.Load())).Reports);
    }

    [Theory]
    [InlineData("""{ "reports": [] } // by hand""")]
    [InlineData("[]")]
    [InlineData("{")]
    public void A_file_that_would_lose_something_is_not_written(string content)
    {
        using var folder = new LakeFolder();
        folder.Write(Package);
        var catalog = ReportCatalog.Load(folder.DescriptorPath, AnalyticsModel.From(folder.Load()));
        folder.Write("reports.json", content);

        var report = JsonNode.Parse(Reports())!["reports"]![0]!.DeepClone();
        Assert.Contains("by hand", Assert.Throws<LakeDefinitionException>(() => catalog.Add(report)).Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(Path.Combine(Path.GetDirectoryName(folder.DescriptorPath)!, "reports.json")));
    }

    private static string Reports() => """
        { "reports": [{
          "name": "per-category", "title": "Ads", "question": "What is there?", "dataset": "ads",
          "options": { "$apply": "groupby((category),aggregate($count as n))" },
          "filters": { "date": "created_at", "category": "category" },
          "chart": { "mark": "bar", "encoding": { "x": { "field": "category" }, "y": { "field": "n" } } }
        }] }
        """;

    private static ReportCatalog Load(string? reports)
    {
        using var folder = new LakeFolder();
        folder.Write(Package);
        if (reports is not null)
        {
            folder.Write("reports.json", reports);
        }

        return ReportCatalog.Load(folder.DescriptorPath, AnalyticsModel.From(folder.Load()));
    }
}
