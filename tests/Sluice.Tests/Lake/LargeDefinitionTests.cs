using System.Diagnostics;
using System.Globalization;
using Sluice.Analytics.Model;
using Sluice.Lake.Definition;
using Sluice.Tests.Validation;

namespace Sluice.Tests.Lake;

/// <summary>
/// Loading a definition takes time in proportion to its size. At these sizes, comparing all pairs would take minutes. The limit
/// leaves room for a busy machine.
/// </summary>
[Trait("kind", "thorough")]
public class LargeDefinitionTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(40);

    [Fact]
    public void Many_enum_values_are_read_in_seconds()
    {
        var field = Load(
            LakeFolder.PackageOfField($$"""{ "name": "f", "type": "string", "constraints": { "enum": [{{Texts(200_000)}}] } }"""))
            .Datasets[0].Schema.Fields[0];
        Assert.Equal(200_000, field.Constraints.Enum!.Count);
    }

    [Fact]
    public async Task A_value_is_looked_up_among_many_enum_values_as_fast_as_among_few()
    {
        var dataset = Load(LakeFolder.PackageOfField(
            $$"""{ "name": "f", "type": "string", "constraints": { "enum": [{{Texts(200_000)}}] } }""")).Datasets[0];
        var file = "f\n" + string.Concat(Enumerable.Range(0, 200_000).Select(i => $"v{i}\n")) + "v200000\n";
        var start = Stopwatch.GetTimestamp();
        var read = await Given.ReadAsync(dataset, file);
        Assert.Equal((200_000, 1), (read.Rows.Count, read.Rejects.Count));
        Assert.True(Stopwatch.GetElapsedTime(start) < Bound, $"{Stopwatch.GetElapsedTime(start)}");
    }

    [Fact]
    public void Many_missing_values_are_read_in_seconds() =>
        Assert.Equal(
            200_000,
            Load(LakeFolder.PackageOfField($$"""{ "name": "f", "missingValues": [{{Texts(200_000)}}] }"""))
                .Datasets[0].Schema.Fields[0].MissingValues.Count);

    [Fact]
    public void Many_categories_with_labels_and_as_many_enum_values_are_read_in_seconds()
    {
        const int Count = 100_000;
        var categories = string.Join(',', Enumerable.Range(0, Count).Select(i => $$"""{ "value": "v{{i}}", "label": "Label {{i}}" }"""));
        var field = Load(LakeFolder.PackageOfField(
            $$"""{ "name": "f", "type": "string", "categories": [{{categories}}], "constraints": { "enum": [{{Texts(Count)}}] } }"""))
            .Datasets[0].Schema.Fields[0];
        Assert.Equal((Count, Count), (field.Categories!.Count, field.Constraints.Enum!.Count));
    }

    /// <summary>Each in a folder of its own, or all in one folder. Each refers to the one before it.</summary>
    [Theory]
    [InlineData(4_000, "data/set{0}/**/*.csv")]
    [InlineData(3_000, "data/all/**/set{0}_*.csv")]
    public void Many_resources_are_read_in_seconds_and_served(int count, string path)
    {
        var resources = Enumerable.Range(0, count).Select(i => $$"""
            { "name": "set{{i}}", "path": "{{string.Format(CultureInfo.InvariantCulture, path, i)}}", "schema": {
              "fields": [{ "name": "id", "type": "integer" }, { "name": "before_id", "type": "integer" }], "primaryKey": "id",
              "foreignKeys": [{ "fields": "before_id", "reference": { "resource": "set{{Math.Max(0, i - 1)}}", "fields": "id" } }] } }
            """);
        var lake = Load($$"""{ "resources": [{{string.Join(',', resources)}}] }""");
        Assert.Equal(count, AnalyticsModel.From(lake).Sets.Count(s => s.Name.StartsWith("set", StringComparison.Ordinal)));
    }

    [Fact]
    public void Of_many_paths_those_that_overlap_are_named()
    {
        var resources = Enumerable.Range(0, 1_000)
            .Select(i => $$"""{ "name": "set{{i}}", "path": "data/set{{i}}/*.csv", "schema": { "fields": [{ "name": "id" }] } }""")
            .Append("""{ "name": "last", "path": "data/set5*/**/*.csv", "schema": { "fields": [{ "name": "id" }] } }""");
        var errors = LakeFolder.ErrorsOf($$"""{ "resources": [{{string.Join(',', resources)}}] }""");
        Assert.Equal(111, errors.Count);
        Assert.All(errors, e => Assert.Equal("/resources/1000/path", e.Pointer));
        Assert.StartsWith(
            "'data/set5*/**/*.csv' overlaps 'data/set5/*.csv' of dataset 'set5'", errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_is_found_among_many_aliases_in_seconds()
    {
        var dataset =
            Load(LakeFolder.PackageOfField($$"""{ "name": "f", "type": "string", "sluice:aliases": [{{Texts(100_000)}}] }""")).Datasets[0];
        var start = Stopwatch.GetTimestamp();
        var read = await Given.ReadAsync(dataset, "v99999\nx\n");
        Assert.Equal((1, 0), (read.Rows.Count, read.Rejects.Count));
        Assert.True(Stopwatch.GetElapsedTime(start) < Bound, $"{Stopwatch.GetElapsedTime(start)}");
    }

    private static string Texts(int count) => string.Join(',', Enumerable.Range(0, count).Select(i => $"\"v{i}\""));

    private static LakeDefinition Load(string package)
    {
        var start = Stopwatch.GetTimestamp();
        var lake = LakeFolder.Load(package);
        Assert.True(Stopwatch.GetElapsedTime(start) < Bound, $"{Stopwatch.GetElapsedTime(start)}");
        return lake;
    }
}
