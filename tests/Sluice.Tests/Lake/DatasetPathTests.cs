using Sluice.Lake.Definition;

namespace Sluice.Tests.Lake;

public class DatasetPathTests
{
    [Theory]
    // A star matches any characters within a name, also zero.
    [InlineData("ads/*.csv", "ads/a.csv", true)]
    [InlineData("ads/*.csv", "ads/.csv", true)]
    [InlineData("ads/*.csv", "ads/2024/a.csv", false)]
    [InlineData("ads/*.csv", "ads/a.csv.gz", false)]
    [InlineData("ads/a*b*.csv", "ads/a-b-c-b.csv", true)]
    [InlineData("ads/a*b*.csv", "ads/a.csv", false)]
    [InlineData("*/a.csv", "ads/a.csv", true)]
    [InlineData("*/a.csv", "a.csv", false)]
    [InlineData("*/a.csv", "x/y/a.csv", false)]
    // Two stars match any folders, also zero.
    [InlineData("ads/**/*.csv", "ads/a.csv", true)]
    [InlineData("ads/**/*.csv", "ads/2024/05/a.csv", true)]
    [InlineData("ads/**/*.csv", "ads/a.txt", false)]
    [InlineData("ads/**/*.csv", "ads", false)]
    [InlineData("ads/**/*.csv", "adsx/a.csv", false)]
    [InlineData("**/a.csv", "a.csv", true)]
    [InlineData("**/a.csv", "x/y/a.csv", true)]
    [InlineData("**/a.csv", "x/ya.csv", false)]
    [InlineData("a/**/b/**/c", "a/b/c", true)]
    [InlineData("a/**/b/**/c", "a/x/b/b/y/c", true)]
    [InlineData("a/**/b/**/c", "a/x/y/c", false)]
    [InlineData("ads/**", "ads/a.csv", true)]
    [InlineData("ads/**", "ads/2024/a", true)]
    [InlineData("ads/**", "ads", false)]
    [InlineData("**", "x/y.z", true)]
    // Everything else matches itself.
    [InlineData("ads/a.csv", "ads/a.csv", true)]
    [InlineData("ads/a.csv", "ads/abcsv", false)]
    [InlineData("ads/a.csv", "ads/a.csv2", false)]
    [InlineData("ads/*.csv", "Ads/a.csv", false)]
    [InlineData("ads/*.csv", "ads/a.CSV", false)]
    [InlineData("my ads/*.v1.csv", "my ads/May 2024.v1.csv", true)]
    [InlineData("données/*.csv", "données/été 🏖.csv", true)]
    [InlineData("ads/*.csv", "ads/a\nb.csv", true)]
    [InlineData("ads/(a+b).csv", "ads/(a+b).csv", true)]
    [InlineData("ads/(a+b).csv", "ads/aab.csv", false)]
    // Names that begin with a dot are ordinary names.
    [InlineData("ads/**/*.csv", "ads/.old/..a.csv", true)]
    [InlineData("ads/**/*.csv", "ads/.../a.csv", true)]
    public void A_name_is_matched_as_a_whole(string glob, string name, bool matches) =>
        Assert.Equal(matches, new DatasetPath("data", glob).Matches(name));

    [Theory]
    [InlineData("")]
    [InlineData("ads/")]
    [InlineData("ads/sub/")]
    [InlineData("ads/../users/a.csv")]
    [InlineData("ads/./a.csv")]
    [InlineData("../a.csv")]
    [InlineData("ads/..")]
    [InlineData("ads\\a.csv")]
    [InlineData("ads/..\\users\\a.csv")]
    [InlineData(".")]
    public void A_folder_and_a_way_to_another_folder_are_no_file_of_any_dataset(string name) =>
        Assert.False(new DatasetPath("data", "**").Matches(name));

    [Theory]
    [InlineData("/ads/a.csv", "ads/*.csv", false)]
    [InlineData("/ads/a.csv", "**/*.csv", true)]
    [InlineData("ads//a.csv", "ads/*.csv", false)]
    [InlineData("ads//a.csv", "ads/**/*.csv", true)]
    public void A_folder_without_a_name_is_a_folder(string name, string glob, bool matches) =>
        Assert.Equal(matches, new DatasetPath("data", glob).Matches(name));

    [Theory]
    [InlineData("ads/**/*.csv", "ads/")]
    [InlineData("ads/2024-*/x/*.csv", "ads/")]
    [InlineData("ads/2024/*.csv", "ads/2024/")]
    [InlineData("*.csv", "")]
    [InlineData("**", "")]
    [InlineData("ads/Ads.csv", "ads/Ads.csv")]
    public void The_prefix_is_the_folders_before_the_first_wildcard_or_the_whole_name(string glob, string prefix) =>
        Assert.Equal(prefix, new DatasetPath("data", glob).Prefix);

    [Theory]
    [InlineData("")]
    [InlineData("/a.csv")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("a/../b")]
    [InlineData("./a")]
    [InlineData("a**b")]
    [InlineData("a/***/b")]
    [InlineData("a?.csv")]
    [InlineData("[ab].csv")]
    [InlineData("{a,b}.csv")]
    [InlineData("a\\b")]
    [InlineData("a\nb")]
    public void A_text_that_is_no_glob_is_refused(string glob) =>
        Assert.Throws<ArgumentException>(() => new DatasetPath("data", glob));

    [Fact]
    public void A_glob_that_could_match_in_very_many_ways_is_decided_at_once()
    {
        var path = new DatasetPath("data", string.Concat(Enumerable.Repeat("**/a*a*/", 40)) + "b");
        var name = string.Concat(Enumerable.Repeat("aaaaaaaa/", 100)) + "c";

        Assert.False(path.Matches(name));
        Assert.True(path.Matches(name[..^1] + "b"));
    }

    [Fact]
    public void Matching_allocates_nothing()
    {
        var path = new DatasetPath("data", "ads/**/*.csv");

        // If matching allocated, it would in every round. The runtime's own allocation on this thread, to compile hot code, is in one round
        // only.
        Assert.Equal(0, Enumerable.Range(0, 10).Min(_ => AllocatedByMatching(path)));
    }

    private static long AllocatedByMatching(DatasetPath path)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            path.Matches("ads/2024/05/ads-17.csv");
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
