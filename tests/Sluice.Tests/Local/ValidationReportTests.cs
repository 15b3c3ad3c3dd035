using Sluice.Lake;
using Sluice.Local.Commands;
using Sluice.Tests.Validation;
using Sluice.Validation;

namespace Sluice.Tests.Local;

/// <summary>The report of <c>validate --format json</c>, in frictionless' shape.</summary>
public class ValidationReportTests
{
    private static readonly Dataset Ads = Given.Dataset(Given.Field("id", FieldType.Integer), Given.Field("title"));

    [Fact]
    public void Each_error_is_of_a_type_that_frictionless_has()
    {
        var report = new ValidationReport("Ads.csv", Ads);
        report.Add(new Reject(1, 2, 9, [new RejectError("id", "type", "\"x\" is not an integer"), new RejectError("title", "enum", "no")], "x,b"));
        report.Add(new Reject(2, 3, 13, [new RejectError(null, "field-count", "has 1 fields")], "y"));
        var json = report.Write(new FileValidation(3, 2, 20, null) { Columns = ["id", "title"] }, 0.5);
        var task = json["tasks"]![0]!;
        Assert.False(json["valid"]!.GetValue<bool>());
        Assert.Equal((3, 5), (task["stats"]!["errors"]!.GetValue<long>(), task["stats"]!["rows"]!.GetValue<long>()));
        Assert.Equal(["type-error", "constraint-error", "row-error"], task["errors"]!.AsArray().Select(e => e!["type"]!.GetValue<string>()));
        Assert.Equal((2, "id", 1), (
            task["errors"]![0]!["rowNumber"]!.GetValue<long>(), task["errors"]![0]!["fieldName"]!.GetValue<string>(), task["errors"]![0]!["fieldNumber"]!.GetValue<int>()));
        Assert.Equal(["id", "title"], task["labels"]!.AsArray().Select(l => l!.GetValue<string>()));
    }

    [Fact]
    public void A_file_that_is_refused_is_an_error_of_its_source()
    {
        var json = new ValidationReport("Ads.csv", Ads).Write(new FileValidation(0, 0, 0, "The file is empty."), 0);
        Assert.Equal("source-error", json["tasks"]![0]!["errors"]![0]!["type"]!.GetValue<string>());
        Assert.False(json["tasks"]![0]!["valid"]!.GetValue<bool>());
    }

    [Fact]
    public void A_file_without_errors_is_valid() =>
        Assert.True(new ValidationReport("Ads.csv", Ads).Write(new FileValidation(1, 0, 10, null), 0)["valid"]!.GetValue<bool>());
}
