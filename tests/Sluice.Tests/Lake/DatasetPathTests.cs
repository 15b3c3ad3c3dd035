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
    // A group matches one of its texts.
    [InlineData("ads/*.{csv,csv.gz,zip}", "ads/a.csv", true)]
    [InlineData("ads/*.{csv,csv.gz,zip}", "ads/a.csv.gz", true)]
    [InlineData("ads/*.{csv,csv.gz,zip}", "ads/a.zip", true)]
    [InlineData("ads/*.{csv,csv.gz,zip}", "ads/a.gz", false)]
    [InlineData("ads/*.{csv,csv.gz,zip}", "ads/a.csv,csv.gz,zip", false)]
    [InlineData("ads/a.csv{,.gz}", "ads/a.csv", true)]
    [InlineData("ads/a.csv{,.gz}", "ads/a.csv.gz", true)]
    [InlineData("{north,south-*}/**/*.csv", "south-3/2024/a.csv", true)]
    [InlineData("{north,south-*}/**/*.csv", "north-3/2024/a.csv", false)]
    [InlineData("{a,b}/{c,d}.csv", "b/c.csv", true)]
    [InlineData("{a,b}/{c,d}.csv", "b/a.csv", false)]
    [InlineData("a,b.csv", "a,b.csv", true)]
    // A placeholder matches one or more characters within a name.
    [InlineData("ads/{region}/{day}/*.csv", "ads/eu/2025-01-01/a.csv", true)]
    [InlineData("ads/{region}/{day}/*.csv", "ads/eu/a.csv", false)]
    [InlineData("ads/{region}/{day}/*.csv", "ads/eu/north/2025-01-01/a.csv", false)]
    [InlineData("ads/{region}/*.csv", "ads//a.csv", false)]
    [InlineData("ads/{day}.csv", "ads/.csv", false)]
    [InlineData("ads/{day}.csv", "ads/a.csv", true)]
    [InlineData("ads/{day}.csv", "ads/x/a.csv", false)]
    [InlineData("{region}-{day}.csv", "eu-1.csv", true)]
    [InlineData("{region}-{day}.csv", "eu-.csv", false)]
    [InlineData("{region}-{day}.csv", "-1.csv", false)]
    [InlineData("**/{day}.{csv,csv.gz}", "x/y/1.csv.gz", true)]
    [InlineData("{a,b}-{day}/*", "b-1/x", true)]
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
    [InlineData("ads/{a,b}/*.csv", "ads/")]
    [InlineData("ads/a{b,c}.csv", "ads/")]
    [InlineData("ads/{region}/{day}/*.csv", "ads/")]
    [InlineData("ads/a-{day}.csv", "ads/")]
    [InlineData("{region}/*.csv", "")]
    public void The_prefix_is_the_folders_before_the_first_wildcard_or_the_whole_name(string glob, string prefix) =>
        Assert.Equal(prefix, new DatasetPath("data", glob).Prefix);

    [Theory]
    [InlineData("ads/*.csv", "ADS/Ads.CSV", true)]
    [InlineData("ADS/Ads.Csv", "ads/ads.csv", true)]
    [InlineData("données/**/*.csv", "DONNÉES/été/A.csv", true)]
    [InlineData("ads/*.{csv,zip}", "Ads/A.ZIP", true)]
    [InlineData("ads/*.csv", "ad/a.csv", false)]
    [InlineData("ads/*.csv", "ads/a.csvx", false)]
    public void A_path_can_ignore_case(string glob, string name, bool matches)
    {
        var path = new DatasetPath("data", glob, ignoreCase: true);

        Assert.Equal(matches, path.Matches(name));
        Assert.Equal((true, false, ""), (path.IgnoresCase, path.NamesOneFile, path.Prefix));
        Assert.Equal($"{glob.Split('/')[0]}/", path.Folder);
    }

    [Fact]
    public void Case_is_ignored_as_ordinal_comparisons_ignore_it()
    {
        for (var c = '\0'; c < char.MaxValue; c++)
        {
            foreach (var other in new[] { char.ToUpperInvariant(c), char.ToLowerInvariant(c) })
            {
                // A control character cannot be in a glob, and half of a pair is no character.
                if (!char.IsControl(c) && !char.IsSurrogate(c) && char.IsLetter(c))
                {
                    Assert.True(
                        new DatasetPath("data", $"{c}", ignoreCase: true).Matches($"{other}")
                            == string.Equals($"{c}", $"{other}", StringComparison.OrdinalIgnoreCase),
                        $"U+{(int)c:X4} and U+{(int)other:X4}");
                }
            }
        }
    }

    [Fact]
    public void A_container_can_be_a_pattern()
    {
        var path = new DatasetPath("partner-*-in", "*.csv");

        Assert.True(path.HasContainerPattern);
        Assert.Equal("partner-", path.ContainerStart);
        Assert.True(path.MatchesContainer("partner-north-in"));
        Assert.False(path.MatchesContainer("partner-north"));
        Assert.False(path.MatchesContainer("partner-north-in-2"));
        Assert.False(new DatasetPath("data", "*.csv").MatchesContainer("data2"));
    }

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
    [InlineData("{a b}.csv")]
    [InlineData("{}.csv")]
    [InlineData("{a.b}.csv")]
    [InlineData("{a*}.csv")]
    [InlineData("{a}{b}.csv")]
    [InlineData("{a}*.csv")]
    [InlineData("*{a}.csv")]
    [InlineData("{a}{*,x}.csv")]
    [InlineData("{a}/{a}.csv")]
    [InlineData("{a/b}.csv")]
    [InlineData("**{a}/b.csv")]
    [InlineData("{a,b.csv")]
    [InlineData("a,b}.csv")]
    [InlineData("{a,{b,c}}.csv")]
    [InlineData("{a,b/c}.csv")]
    [InlineData("{a,}/b.csv")]
    [InlineData("{a,.}/b.csv")]
    [InlineData("*{*,a}.csv")]
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

    [Theory]
    [InlineData("ads/**/*.csv", false)]
    [InlineData("ads/**/*.{csv,csv.gz,zip}", false)]
    [InlineData("Ads/**/*.csv", true)]
    public void Matching_allocates_nothing(string glob, bool ignoreCase)
    {
        var path = new DatasetPath("data", glob, ignoreCase);
        Assert.True(path.Matches("ads/2024/05/ads-17.csv"));

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
