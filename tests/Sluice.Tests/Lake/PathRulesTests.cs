namespace Sluice.Tests.Lake;

/// <summary>Datasets with several paths, and the rules that hold between the paths of different datasets.</summary>
public sealed class PathRulesTests
{
    private const string Schema = """{ "fields": [{ "name": "id", "type": "integer" }] }""";

    [Fact]
    public void A_dataset_can_have_several_paths_and_containers_by_pattern()
    {
        var lake = LakeFolder.Load(Package(
            ("ads", """["data/ads/**/*.{csv,csv.gz}", "partner-*/ads/**/*.csv"]"""), ("users", "\"users/*.csv\"")));

        Assert.Equal(["data/ads/**/*.{csv,csv.gz}", "partner-*/ads/**/*.csv"], lake.Datasets[0].Paths.Select(p => p.ToString()));
        Assert.Equal(["data", "users"], lake.Containers);
        Assert.True(lake.HasContainerPatterns);
        Assert.Equal("ads", lake.Match("data/ads/2024/a.csv.gz")?.Name);
        Assert.Equal("ads", lake.Match("partner-north/ads/a.csv")?.Name);
        Assert.Null(lake.Match("partner-north/ads/a.csv.gz"));
        Assert.Null(lake.Match("partners/ads/a.csv"));
        Assert.True(lake.HasContainerOf("partner-north/x"));
        Assert.True(lake.HasContainerOf("users/x"));
        Assert.False(lake.HasContainerOf("other/x"));
    }

    [Theory]
    [InlineData("event-dead-letters")]
    [InlineData("azure-webjobs-hosts")]
    [InlineData("rejects")]
    [InlineData("$logs")]
    public void A_pattern_matches_no_container_that_never_holds_uploads(string container)
    {
        var lake = LakeFolder.Load(Package(("ads", "[\"*e*/**\", \"*l*/*.csv\"]")));

        Assert.False(lake.HasContainerOf($"{container}/a.csv"));
        Assert.True(lake.HasContainerOf("else/a.csv"));
    }

    [Theory]
    // Between containers and patterns.
    [InlineData("data/*.csv", "da*/**", "'da*/**' overlaps 'data/*.csv' of dataset 'one': 'data/x.csv' would match both.")]
    [InlineData("da*/**", "data/*.csv", "'data/*.csv' overlaps 'da*/**' of dataset 'one': 'data/x.csv' would match both.")]
    [InlineData("a-*/*.csv", "*-b/**", "'*-b/**' overlaps 'a-*/*.csv' of dataset 'one': 'a-b/x.csv' would match both.")]
    [InlineData("in*/a/*", "i*n/a/b", "'i*n/a/b' overlaps 'in*/a/*' of dataset 'one': 'inn/a/b' would match both.")]
    // By alternatives.
    [InlineData("data/*.{csv,zip}", "data/a.*", "'data/a.*' overlaps 'data/*.{csv,zip}' of dataset 'one': 'data/a.csv' would match both.")]
    [InlineData("data/{a,b}/*", "data/{b,c}/*", "'data/{b,c}/*' overlaps 'data/{a,b}/*' of dataset 'one': 'data/b/x' would match both.")]
    public void Paths_that_share_a_file_are_refused(string one, string two, string says) =>
        LakeFolder.AssertError(Package(("one", $"\"{one}\""), ("two", $"\"{two}\"")), "/resources/1/path", says);

    [Theory]
    [InlineData("partner-*/ads/*.csv", "partner/ads/*.csv")]
    [InlineData("partner-*/ads/*.csv", "partner-*/users/*.csv")]
    [InlineData("a*/*.csv", "b*/*.csv")]
    [InlineData("event-dead-*/*.csv", "event-dead-letters/*.csv")]
    [InlineData("data/*.{csv,zip}", "data/*.{csv.gz,tsv}")]
    [InlineData("data/{a,b}/*", "data/{c,d}/*")]
    public void Paths_that_share_no_file_are_not(string one, string two) =>
        Assert.Equal(2, LakeFolder.Load(Package(("one", $"\"{one}\""), ("two", $"\"{two}\""))).Datasets.Count);

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Case_is_no_difference_to_a_dataset_that_ignores_it(bool one, bool two)
    {
        var error = Assert.Single(LakeFolder.ErrorsOf(Package(
            ("one", $"\"data/ads/*.csv\", \"sluice:caseInsensitive\": {Word(one)}"),
            ("two", $"\"data/ADS/*.CSV\", \"sluice:caseInsensitive\": {Word(two)}"))));

        Assert.Equal("/resources/1/path", error.Pointer);
        Assert.Contains("would match both", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Case_is_a_difference_to_others()
    {
        var lake = LakeFolder.Load(Package(("one", "\"data/ads/*.csv\""), ("two", "\"data/ADS/*.CSV\"")));

        Assert.Equal("two", lake.Match("data/ADS/a.CSV")?.Name);
        Assert.Null(lake.Match("data/ADS/a.csv"));
    }

    [Fact]
    public void Of_several_paths_each_that_overlaps_is_named() => Assert.Equal(
        ["/resources/1/path/0", "/resources/1/path/2"],
        LakeFolder.ErrorsOf(Package(
            ("one", """["data/a/*", "data/b/*"]"""), ("two", """["data/a/*.csv", "data/c/*", "data/*/b.csv"]""")))
            .Select(e => e.Pointer).Distinct());

    [Fact]
    public void Paths_of_one_dataset_can_overlap() =>
        Assert.Equal(2, LakeFolder.Load(Package(("ads", """["data/**", "data/ads/*.csv"]"""))).Datasets[0].Paths.Count);

    [Fact]
    public void A_further_path_has_no_name_of_another_dataset() => LakeFolder.AssertError(
        Package(("ads", """["data/a/*", "data/b/*"]"""), ("ADS-2", "\"data/c/*\"")), "/resources/0/path/1", "'ads-2', which is another");

    [Theory]
    [InlineData(118, true)]
    [InlineData(119, false)]
    public void A_dataset_with_several_paths_has_a_shorter_name(int length, bool allowed)
    {
        var package = Package((new string('a', length), """["data/a/*", "data/b/*"]"""));

        if (allowed)
        {
            Assert.Equal(120, LakeFolder.Load(package).Datasets[0].NameOfPath(1).Length);
        }
        else
        {
            LakeFolder.AssertError(package, "/resources/0/path/1", "must be shorter");
        }
    }

    [Theory]
    [InlineData("""["partner-*/ads/*.csv", "data/ads/**/*.{csv,zip}", "data/*.txt"]""", "a.csv", "data/ads/a.csv")]
    [InlineData("""["data/ads/**/*.{csv,zip}", "data/*.txt"]""", "a.txt", "data/a.txt")]
    [InlineData("\"data/ads/Ads.csv\"", "Ads.csv", "data/ads/Ads.csv")]
    [InlineData("\"data/ads/*.csv\", \"sluice:caseInsensitive\": true", "Ads.CSV", "data/ads/Ads.CSV")]
    [InlineData("\"data/ads/*.csv\"", "Ads.CSV", null)]
    [InlineData("\"partner-*/ads/*.csv\"", "a.csv", null)]
    public void A_file_is_put_into_the_folder_of_the_first_path_that_matches_it_there(string paths, string file, string? place) =>
        Assert.Equal(place, LakeFolder.Load(Package(("ads", paths))).Datasets[0].FindPlace(file)?.ToString());

    private static string Word(bool value) => value ? "true" : "false";

    private static string Package(params (string Name, string Path)[] resources) => $$"""
        { "resources": [{{string.Join(",", resources.Select(
            r => $$"""{ "name": "{{r.Name}}", "path": {{r.Path}}, "schema": {{Schema}} }"""))}}] }
        """;
}
