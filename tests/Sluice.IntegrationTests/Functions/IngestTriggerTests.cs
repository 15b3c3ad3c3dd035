using Sluice.Functions.Triggers;

namespace Sluice.IntegrationTests.Functions;

public sealed class IngestTriggerTests
{
    [Theory]
    [InlineData("ads/*.csv", "data/ads/{name}")]
    [InlineData("ads/**/*.csv", "data/ads/{name}")]
    [InlineData("ads/2024-*/x/*.csv", "data/ads/{name}")]
    [InlineData("*.csv", "data/{name}")]
    [InlineData("ads/all.csv", "data/ads/all.csv")]
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
        IngestTrigger.From(TestLake.Of(("ads", "data", "in/ads/*.csv"), ("all", "data", "in/*.csv"), ("one", "data", "in/one.csv"), ("other", "more", "in/ads/*.csv"))));

    [Fact]
    public void A_single_file_covers_no_folder_whose_name_starts_like_it() => Assert.Equal(
        [new IngestTrigger("Ingest-one", "data/ads"), new IngestTrigger("Ingest-many", "data/ads/{name}")],
        IngestTrigger.From(TestLake.Of(("one", "data", "ads"), ("many", "data", "ads/*.csv"))));

    [Fact]
    public void Names_that_functions_cannot_have_are_mapped_and_stay_apart()
    {
        var triggers = IngestTrigger.From(TestLake.Of(
            ("ads.v1", "data", "a/*"), ("ads/v1", "data", "b/*"), ("ads-v1", "data", "c/*"), (new string('x', 200), "data", "d/*"),
            (new string('x', 201), "data", "e/*")));

        Assert.Equal(5, triggers.Select(t => t.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(triggers, t => Assert.Matches("^[A-Za-z][A-Za-z0-9_-]{0,126}$", t.Name));
        Assert.Equal("Ingest-ads-v1", triggers[2].Name);
    }

    [Fact]
    public void Names_that_differ_in_case_only_stay_apart()
    {
        var names = IngestTrigger.From(TestLake.Of(("Ads", "data", "a/*"), ("ads", "data", "b/*"))).Select(t => t.Name);

        Assert.Equal(2, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void The_name_of_a_function_never_changes_because_the_host_keeps_its_receipts_by_it() => Assert.Equal(
        "Ingest-ads-v1-96ba4cdb", IngestTrigger.From(TestLake.Of(("ads.v1", "data", "a/*"))).Single().Name);
}
