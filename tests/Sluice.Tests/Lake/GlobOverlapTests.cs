using System.Text;
using System.Text.RegularExpressions;
using Sluice.Lake;

namespace Sluice.Tests.Lake;

public class GlobOverlapTests
{
    [Theory]
    [InlineData("ads/**/*.csv", "ads/*.csv", "ads/x.csv")]
    [InlineData("ads/**/*.csv", "ads/2024/Ads.csv", "ads/2024/Ads.csv")]
    [InlineData("ads/a*.csv", "ads/*b.csv", "ads/ab.csv")]
    [InlineData("**/a.csv", "ads/**", "ads/a.csv")]
    [InlineData("ads/*/b.csv", "ads/a/*.csv", "ads/a/b.csv")]
    [InlineData("**", "*", "x")]
    [InlineData("*.csv", ".csv", ".csv")]
    [InlineData("a/**/b", "**/a/b", "a/b")]
    // The shorter "." and ".." also match both, but are not names of files.
    [InlineData(".*", "*.", ".x.")]
    public void Globs_that_share_a_name_overlap_at_it(string a, string b, string name)
    {
        Assert.Equal(name, GlobOverlap.FindName(new Glob(a), new Glob(b)));
        Assert.NotNull(GlobOverlap.FindName(new Glob(b), new Glob(a)));
    }

    [Theory]
    [InlineData("ads/**/*.csv", "users/**/*.csv")]
    [InlineData("ads/**/*.csv", "ads_transaction/**/*.csv")]
    [InlineData("ads/*.csv", "ads/*/*.csv")]
    [InlineData("ads/**/*.csv", "ads/**/*.tsv")]
    [InlineData("ads/**/*.csv", "ads/**/*.csv.gz")]
    [InlineData("ads/a*", "ads/b*")]
    [InlineData("Ads/*.csv", "ads/*.csv")]
    [InlineData("ads/a*c", "ads/b*c")]
    [InlineData("a/**/b/c", "a/**/c/b")]
    public void Globs_that_share_no_name_do_not_overlap(string a, string b)
    {
        Assert.Null(GlobOverlap.FindName(new Glob(a), new Glob(b)));
        Assert.Null(GlobOverlap.FindName(new Glob(b), new Glob(a)));
    }

    [Fact]
    public void Matching_and_overlap_agree_with_a_search_through_all_short_names()
    {
        const string Alphabet = "ab./";
        var random = new Random(20240517);
        var names = ShortNames(Alphabet, 5).Where(IsFileName).ToList();
        var overlaps = 0;
        for (var i = 0; i < 400; i++)
        {
            var (a, b) = (RandomGlob(random), RandomGlob(random));
            var (globA, globB) = (new Glob(a), new Glob(b));
            var (regexA, regexB) = (Reference(a), Reference(b));
            var shared = false;
            foreach (var name in names)
            {
                var (inA, inB) = (regexA.IsMatch(name), regexB.IsMatch(name));
                Assert.True(inA == globA.Matches(name), $"{a} and {name}");
                Assert.True(inB == globB.Matches(name), $"{b} and {name}");
                shared |= inA && inB;
            }

            var found = GlobOverlap.FindName(globA, globB);
            Assert.True(found is not null || !shared, $"{a} and {b} share a name");
            if (found is not null)
            {
                overlaps++;
                Assert.True(globA.CanMeet(globB) && globB.CanMeet(globA), $"{a} and {b} can meet");
                Assert.True(
                    globA.Start.StartsWith(globB.Start, StringComparison.Ordinal)
                        || globB.Start.StartsWith(globA.Start, StringComparison.Ordinal),
                    $"{a} and {b} begin alike");
                Assert.True(globA.Matches(found) && globB.Matches(found), $"{a} and {b} do not share {found}");
            }
        }

        // Both outcomes occurred often.
        Assert.InRange(overlaps, 50, 350);
    }
    [Fact]
    public void Long_globs_can_be_compared()
    {
        var a = new Glob(string.Concat(Enumerable.Repeat("**/a*/", 30)) + "*.csv");
        var b = new Glob(string.Concat(Enumerable.Repeat("**/*b/", 30)) + "*.tsv");

        Assert.Null(GlobOverlap.FindName(a, b));
    }

    private static bool IsFileName(string name) =>
        name.Length > 0 && !name.EndsWith('/') && name.Split('/').All(segment => segment is not ("." or ".."));

    private static IEnumerable<string> ShortNames(string alphabet, int length)
    {
        IEnumerable<string> names = [""];
        for (var i = 0; i < length; i++)
        {
            names = names.SelectMany(name => alphabet.Select(c => name + c)).Append("");
        }

        return names.Distinct();
    }

    private static string RandomGlob(Random random)
    {
        string[] segments = ["**", "*", "a", "b", "a*", "*b", "*.*", "ab", "*a*", ".a"];
        return string.Join('/', random.GetItems(segments, random.Next(1, 5)));
    }

    // The same language by other means.
    private static Regex Reference(string glob)
    {
        var pattern = new StringBuilder("^");
        var segments = glob.Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            var last = i == segments.Length - 1;
            pattern.Append(segments[i] == "**"
                ? "(?:[^/]*/)*" + (last ? "[^/]*" : "")
                : Regex.Escape(segments[i]).Replace("\\*", "[^/]*", StringComparison.Ordinal) + (last ? "" : "/"));
        }

        return new Regex(pattern.Append("\\z").ToString(), RegexOptions.CultureInvariant);
    }
}
