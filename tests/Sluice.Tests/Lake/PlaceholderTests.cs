using System.Text.RegularExpressions;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Loading;

namespace Sluice.Tests.Lake;

/// <summary>Placeholders of paths, and the fields that have them as values.</summary>
public class PlaceholderTests
{
    private const string Id = """{ "name": "id", "type": "integer" }""";
    private const string Region = """{ "name": "region", "sluice:from": "path" }""";

    [Theory]
    [InlineData("ads/{region}/{day}/*.csv", "ads/eu/2025-01-31/a.csv", "region=eu day=2025-01-31")]
    [InlineData("ads/{region}/**/*.csv", "ads/eu/x/y/a.csv", "region=eu")]
    [InlineData("**/{day}/*.csv", "ads/eu/2025/a.csv", "day=2025")]
    [InlineData("{region}/report-{day}.csv", "eu/report-2025-01-31.csv", "region=eu day=2025-01-31")]
    [InlineData("{day}.{csv,csv.gz}", "1.csv.gz", "day=1")]
    [InlineData("{day}.{gz,csv.gz}", "1.csv.gz", "day=1.csv")]
    [InlineData("{north,south}-{day}/*", "south-7/x", "day=7")]
    // Each takes as few characters as it can, from left to right.
    [InlineData("{region}-{day}.csv", "eu-west-2025-01-31.csv", "region=eu day=west-2025-01-31")]
    [InlineData("a*-{day}.csv", "ab-c-d.csv", "day=c-d")]
    [InlineData("{a}x{b}x*", "xxxx", "a=x b=x")]
    [InlineData("{a}a{b}", "aaaa", "a=a b=aa")]
    [InlineData("{day}.csv", "données 🏖.csv", "day=données 🏖")]
    public void A_placeholder_has_the_text_that_it_stands_for(string glob, string name, string texts)
    {
        var captured = new DatasetPath("data", glob).Capture(name);

        Assert.Equal(texts, string.Join(' ', captured!.Select(c => $"{c.Key}={c.Value}")));
    }

    [Fact]
    public void A_name_that_does_not_match_has_no_texts() =>
        Assert.Null(new DatasetPath("data", "ads/{region}/*.csv").Capture("ads/eu/north/a.csv"));

    [Fact]
    public void A_path_without_placeholders_has_no_texts() => Assert.Empty(new DatasetPath("data", "*.csv").Capture("a.csv")!);

    [Fact]
    public void A_text_keeps_its_case_though_the_path_ignores_case()
    {
        var path = new DatasetPath("data", "Ads/{region}/*.csv", ignoreCase: true);

        Assert.Equal("Eu-NORTH", path.Capture("ADS/Eu-NORTH/A.CSV")!["region"]);
    }

    [Fact]
    public void The_texts_of_a_name_spell_it_again_and_are_the_shortest_from_left_to_right()
    {
        var random = new Random(20250203);
        var matched = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var (glob, lazy) = RandomGlob(random);
            var name = RandomName(random);
            var captured = new Glob(glob).Capture(name);
            var expected = lazy.Match(name);
            Assert.True(expected.Success == captured is not null, $"{glob} and {name}");
            if (captured is null)
            {
                continue;
            }

            matched++;
            Assert.Equal(Groups(expected).Select(g => (g.Name, g.Value)), captured.Select(c => (c.Key, c.Value)));
            var spelled = captured.Aggregate(glob, (text, c) => text.Replace($"{{{c.Key}}}", c.Value, StringComparison.Ordinal));
            Assert.True(new Glob(spelled).Matches(name), $"{glob} gives {spelled}, which does not match {name}");
            Assert.True(spelled.Contains('*', StringComparison.Ordinal) || spelled == name, $"{glob} gives {spelled}, not {name}");
        }

        Assert.InRange(matched, 500, 19_500);

        static IEnumerable<Group> Groups(Match match) => match.Groups.Values.Skip(1).Where(g => g.Success);
    }

    [Fact]
    public void A_long_name_is_read_at_once()
    {
        var glob = string.Concat(Enumerable.Range(0, 40).Select(i => $"**/a{{p{i}}}a/")) + "b";
        var name = string.Concat(Enumerable.Repeat("aaaaaaaa/", 100)) + "b";

        Assert.Equal(40, new Glob(glob).Capture(name)!.Count);
    }

    [Fact]
    public void Fields_come_from_the_path_the_name_and_the_time_of_the_file()
    {
        var lake = LakeFolder.Load(Package(
            """["data/ads/{region}/*.csv", "data/more/{region}.csv"]""", Id, Region,
            """{ "name": "source", "sluice:from": "file.name" }""",
            """{ "name": "uploaded", "type": "datetime", "sluice:from": "file.lastModified" }"""));

        Assert.Equal(
            [FieldSource.Column, FieldSource.Path, FieldSource.FileName, FieldSource.FileLastModified],
            lake.Datasets[0].Schema.Fields.Select(f => f.From));
        Assert.Equal(["id"], lake.Datasets[0].Schema.ColumnFields.Select(f => f.Name));
        Assert.True(lake.Datasets[0].UsesPath);
        Assert.Equal(["region"], lake.Datasets[0].Paths[1].Placeholders);
    }

    [Theory]
    [InlineData("file.lastModified", false)]
    [InlineData("file.name", true)]
    public void A_dataset_says_whether_another_path_would_give_other_rows(string from, bool uses)
    {
        var lake = LakeFolder.Load(Package(
            "\"data/*.csv\"", Id, $$"""{ "name": "x", "type": "datetime", "format": "any", "sluice:from": "{{from}}" }"""));

        Assert.Equal(uses, lake.Datasets[0].UsesPath);
        Assert.False(LakeFolder.Load(Package("\"data/*.csv\"", Id)).Datasets[0].UsesPath);
    }

    [Theory]
    [InlineData("\"data/{regoin}/{region}/*.csv\"", "/path", "the schema has no field 'regoin' with \"sluice:from\": \"path\".")]
    [InlineData("\"data/{region}/{id}/*.csv\"", "/path", "the field 'id' does not come from the path")]
    [InlineData("\"data/*.csv\"", "/path", "'data/*.csv' has no placeholder '{region}'")]
    [InlineData("""["data/{region}/*.csv", "data/more/*.csv"]""", "/path/1", "'data/more/*.csv' has no placeholder '{region}'")]
    [InlineData("\"data/{region}/{region}/*.csv\"", "/path", "'{region}' occurs twice")]
    [InlineData("\"data/{region}*/a.csv\"", "/path", "there must be a text between a placeholder and the next wildcard")]
    [InlineData("\"data-{region}/a/*.csv\"", "/path", "a container's name is 3 to 63")]
    public void Each_path_names_each_field_that_comes_from_it_and_no_other(string path, string pointer, string says) =>
        LakeFolder.AssertError(Package(path, Id, Region), $"/resources/0{pointer}", says);

    [Theory]
    [InlineData("\"sluice:from\": 5", "/sluice:from", "must be a string, but is 5")]
    [InlineData("\"sluice:from\": \"file.nam\"", "/sluice:from", "must be path or file.name or file.lastModified, but is 'file.nam'")]
    [InlineData("\"sluice:from\": \"file.lastModified\"", "/sluice:from", "only for a field of type datetime")]
    [InlineData(
        "\"type\": \"datetime\", \"format\": \"%d.%m.%Y %H:%M\", \"sluice:from\": \"file.lastModified\"", "/sluice:from",
        "in its default format")]
    [InlineData("\"sluice:from\": \"file.name\", \"sluice:aliases\": [\"y\"]", "/sluice:aliases", "not from a column")]
    public void A_source_is_read_strictly(string properties, string pointer, string says) => LakeFolder.AssertError(
        Package("\"data/*.csv\"", Id, $$"""{ "name": "x", {{properties}} }"""), $"/resources/0/schema/fields/1{pointer}", says);

    [Fact]
    public void A_schema_has_a_field_that_comes_from_a_column() => LakeFolder.AssertError(
        Package("\"data/{region}/*.csv\"", Region), "/resources/0/schema/fields", "At least one field must come from a column");

    [Fact]
    public void A_source_belongs_to_a_field() => LakeFolder.AssertError(
        LakeFolder.PackageOf($$"""
            "sluice:from": "path", "schema": { "fields": [{{Id}}] }
            """),
        "/resources/0/sluice:from", "belongs to a field");

    [Theory]
    [InlineData("ads/{region}/{day}/*.csv", "/home/me/lake/ads/eu/1/a.csv", "data/ads/eu/1/a.csv")]
    [InlineData("ads/{region}/{day}/*.csv", "/home/me/eu/1/a.csv", null)]
    [InlineData("{region}/{day}/*.csv", "/home/data/eu/1/a.csv", "data/eu/1/a.csv")]
    [InlineData("{region}/{day}/*.csv", "/home/me/eu/1/a.csv", null)]
    [InlineData("ads/**/{day}/*.csv", "/ads/ads/2/1/a.csv", "data/ads/2/1/a.csv")]
    public void A_local_path_can_end_as_a_path_of_the_lake(string glob, string local, string? path) =>
        Assert.Equal(path, (Ads(glob) with { Paths = [new DatasetPath("data", glob)] }).FindEnd(local)?.ToString());

    [Theory]
    [InlineData("/home/north-in/eu/a.csv", "north-in/eu/a.csv")]
    [InlineData("/home/north/eu/a.csv", null)]
    public void A_local_path_can_end_as_one_of_a_pattern_of_containers(string local, string? path) =>
        Assert.Equal(path, (Ads("x") with { Paths = [new DatasetPath("*-in", "eu/*.csv")] }).FindEnd(local)?.ToString());

    [Fact]
    public void A_selection_has_no_placeholders()
    {
        Assert.False(FileSelection.TryParse("data/ads/{region}/*.csv", out _, out var fault));
        Assert.Contains("'{region}' is a placeholder, which only the lake definition has", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_matches_no_dataset_is_told_the_path_with_its_placeholders()
    {
        var lake = new LakeDefinition("test", [Ads("ads/{region}/{day}/*.csv")]);

        Assert.Contains(
            "data/ads/{region}/{day}/*.csv (ads)", UnmatchedFile.Explain(lake, new LakePath("data", "ads/eu/a.csv")),
            StringComparison.Ordinal);
        Assert.Contains(
            "differs from data/ads/{region}/{day}/*.csv (ads) only in upper and lower case",
            UnmatchedFile.Explain(lake, new LakePath("data", "Ads/eu/1/a.csv")), StringComparison.Ordinal);
    }

    private static Dataset Ads(string glob) => new()
    {
        Name = "ads",
        Paths = [new DatasetPath("data", glob)],
        Schema = new TableSchema { Fields = [new Field { Name = "id", Column = new ColumnType(ColumnKind.Int64) }] },
    };

    private static string Package(string path, params string[] fields) =>
        $$"""{ "resources": [{ "name": "ads", "path": {{path}}, "schema": { "fields": [{{string.Join(", ", fields)}}] } }] }""";

    // A glob, and what it means as a regular expression whose quantifiers take as little as they can.
    private static (string Glob, Regex Lazy) RandomGlob(Random random)
    {
        (string Glob, string Pattern)[] parts = [("a", "a"), ("b", "b"), ("-", "-"), ("*", "[^/]*?"), ("", "")];
        var (glob, pattern) = ("", "");
        for (var segment = random.Next(1, 4); segment > 0; segment--)
        {
            if (random.Next(5) == 0)
            {
                (glob, pattern) = (glob + "**/", pattern + "(?:[^/]*/)*?");
            }

            var end = segment > 1 ? "/" : "";
            var (before, after) = (random.GetItems(parts, 2), random.GetItems(parts[..3], 1)[0]);
            var name = $"p{segment}";
            (glob, pattern) = random.Next(3) switch
            {
                0 => (glob + $"{before[0].Glob}a{before[1].Glob}b{end}", pattern + $"{before[0].Pattern}a{before[1].Pattern}b{end}"),
                1 => (glob + $"{before[0].Glob}a{{{name}}}{end}", pattern + $"{before[0].Pattern}a(?<{name}>[^/]+?){end}"),
                _ => (
                    glob + $"{{{name}}}{after.Glob}{{{name}x}}{end}",
                    pattern + $"(?<{name}>[^/]+?){after.Pattern}(?<{name}x>[^/]+?){end}"),
            };
        }

        return (glob, new Regex($@"^{pattern}\z", RegexOptions.CultureInvariant));
    }

    private static string RandomName(Random random) => string.Join(
        '/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => new string(random.GetItems("aab-".AsSpan(), random.Next(1, 6)))));
}
