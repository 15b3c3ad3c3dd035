using Sluice.Hosting.Triggers;
using Sluice.Lake.Reading;

namespace Sluice.IntegrationTests.Functions;

public sealed class IngestTriggerTests
{
    [Theory]
    [InlineData("ads/*.csv", "data/ads/{name}")]
    [InlineData("ads/**/*.csv", "data/ads/{name}")]
    [InlineData("ads/2024-*/x/*.csv", "data/ads/{name}")]
    [InlineData("*.csv", "data/{name}")]
    [InlineData("ads/all.csv", "data/ads/all.csv")]
    [InlineData("ads/{a,b}/*.csv", "data/ads/{name}")]
    [InlineData("ads/{name}/{day}.csv", "data/ads/{name}")]
    [InlineData("ads/all.{csv,csv.gz}", "data/ads/{name}")]
    public void A_trigger_watches_the_folders_before_the_first_wildcard(string glob, string path) =>
        Assert.Equal([new IngestTrigger("Ingest-ads", path)], IngestTrigger.From(TestLake.Of(("ads", "data", glob))));

    [Fact]
    public void Each_dataset_has_a_function_of_its_name() => Assert.Equal(
        [new IngestTrigger("Ingest-users", "data/users/{name}"), new IngestTrigger("Ingest-ads_v2", "more/ads/{name}")],
        IngestTrigger.From(TestLake.Of(("users", "data", "users/**/*.csv"), ("ads_v2", "more", "ads/*.csv"))));

    [Fact]
    public void Of_two_datasets_with_the_same_folder_the_first_has_the_trigger() => Assert.Equal(
        [new IngestTrigger("Ingest-ads", "data/in/{name}")],
        IngestTrigger.From(TestLake.Of(("ads", "data", "in/ads-*.csv"), ("users", "data", "in/users-*.csv"))));

    [Fact]
    public void A_folder_within_another_datasets_folder_needs_no_trigger_of_its_own() => Assert.Equal(
        [new IngestTrigger("Ingest-all", "data/in/{name}"), new IngestTrigger("Ingest-other", "more/in/ads/{name}")],
        IngestTrigger.From(TestLake.Of(("ads", "data", "in/ads/*.csv"), ("all", "data", "in/*.csv"), ("one", "data", "in/one.csv"),
            ("other", "more", "in/ads/*.csv"))));

    [Fact]
    public void A_single_file_covers_no_folder_whose_name_starts_like_it() => Assert.Equal(
        [new IngestTrigger("Ingest-one", "data/ads"), new IngestTrigger("Ingest-many", "data/ads/{name}")],
        IngestTrigger.From(TestLake.Of(("one", "data", "ads"), ("many", "data", "ads/*.csv"))));

    [Fact]
    public void Each_path_of_a_dataset_has_a_function_but_not_for_containers_that_are_not_known() => Assert.Equal(
        [
            new IngestTrigger("Ingest-ads", "data/ads/{name}"), new IngestTrigger("Ingest-ads-3", "more/{name}"),
            new IngestTrigger("Ingest-users", "data/users/{name}"),
        ],
        IngestTrigger.From(TestLake.OfPaths(
            ("ads", [new("data", "ads/*.csv"), new("partner-*", "ads/*.csv"), new("more", "*.csv"), new("data", "ads/2024/*.csv")]),
            ("users", [new("data", "users/*.csv"), new("more", "users/*.csv")]))));

    [Fact]
    public void Of_two_paths_with_the_same_folder_the_first_has_the_trigger() => Assert.Equal(
        [new IngestTrigger("Ingest-ads", "data/in/{name}")],
        IngestTrigger.From(TestLake.OfPaths(
            ("ads", [new("data", "in/ads-*.csv"), new("data", "in/ads-*.zip")]), ("users", [new("data", "in/users-*.csv")]))));

    [Fact]
    public void A_path_that_ignores_case_watches_the_whole_container() => Assert.Equal(
        [new IngestTrigger("Ingest-ads", "data/{name}"), new IngestTrigger("Ingest-users-2", "more/{name}")],
        IngestTrigger.From(TestLake.OfPaths(
            ("ads", [new("data", "ads/*.csv", ignoreCase: true)]),
            ("users", [new("data", "users/*.csv"), new("more", "Users.csv", ignoreCase: true)]))));

    [Theory]
    [InlineData("in/*.csv", "data/in/a.csv", true)]
    [InlineData("in/*.csv", "data/in/more/a.txt", true)]
    [InlineData("in/*.csv", "data/inner/a.csv", false)]
    [InlineData("in/*.csv", "more/in/a.csv", false)]
    [InlineData("in/one.csv", "data/in/one.csv", true)]
    [InlineData("in/one.csv", "data/in/one.csv.gz", false)]
    public void A_trigger_tells_which_uploads_fire_it(string glob, string path, bool fires) =>
        Assert.Equal(fires, IngestTrigger.From(TestLake.Of(("ads", "data", glob))).Single().Watches(path));

    [Fact]
    public void The_longest_name_of_a_dataset_makes_a_name_that_a_function_can_have() =>
        Assert.Matches(
            "^[A-Za-z][A-Za-z0-9_-]{0,126}$",
            IngestTrigger.From(TestLake.Of((new string('x', ResourceReader.MaxNameLength), "data", "a/*"))).Single().Name);
}
