using System.Collections.Concurrent;
using Sluice.Lake.Definition;
using Sluice.Tests.Lake;
using Sluice.Tests.Validation;

namespace Sluice.Tests.Conformance;

/// <summary>
/// The rules of the standard for types, formats and constraints, text by text. Each row names its section of Table Schema v2. Every
/// row goes the whole way: descriptor, CSV, column.
/// </summary>
public class ConformanceTests
{
    private static readonly ConcurrentDictionary<string, Dataset> Datasets = new();

    public static IEnumerable<TheoryDataRow<string, string, string, string?>> Rows =>
        TypeRows.All.Concat(DateRows.All).Concat(JsonRows.All).Concat(ConstraintRows.All)
            .Select(r => new TheoryDataRow<string, string, string, string?>(r.Section, r.Field, r.Text, r.Rule));

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task The_standard_is_kept(string section, string field, string text, string? rule)
    {
        Assert.StartsWith("table-schema#", section, StringComparison.Ordinal);
        var dataset = Datasets.GetOrAdd(field, DatasetOf);
        var quoted = $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        var read = await Given.ReadAsync(dataset, $"f,g\n{quoted},x\n");
        if (rule is null)
        {
            Assert.Empty(read.Rejects.SelectMany(r => r.Errors));
            Assert.EndsWith("|x", Assert.Single(read.Rows).Values, StringComparison.Ordinal);
        }
        else
        {
            var error = Assert.Single(Assert.Single(read.Rejects).Errors);
            Assert.Equal(("f", rule), (error.Field, error.Rule));
            Assert.Empty(read.Rows);
        }
    }

    [Fact]
    public void There_are_600_rows_at_least_and_each_is_another() =>
        Assert.True(Rows.Select(r => (r.Data.Item2, r.Data.Item3)).Distinct().Count() >= 600);

    private static Dataset DatasetOf(string field) =>
        LakeFolder.Load(LakeFolder.PackageOf(
            $$"""  "dialect": {}, "schema": { "fields": [{ "name": "f", {{field}} }, { "name": "g" }] }  """)).Datasets[0];
}
