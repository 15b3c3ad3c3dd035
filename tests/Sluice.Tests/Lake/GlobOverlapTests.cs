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
    [InlineData("*.{csv,zip}", "a.*", "a.csv")]
    [InlineData("{a,b}/x", "{b,c}/*", "b/x")]
    [InlineData("{.a,ab}*", "*", "ab")]
    [InlineData("ads/{region}/*.csv", "ads/eu/a.csv", "ads/eu/a.csv")]
    [InlineData("{a}-{b}", "x*-y", "x-y")]
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
    [InlineData("*.{csv,zip}", "*.{tsv,gz}")]
    [InlineData("{a,b}/*", "{c,d}/*")]
    [InlineData("{a}/*", "*")]
    [InlineData("x{a}", "x")]
    [InlineData("ads/{region}/{day}/*.csv", "ads/{region}/*.csv")]
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
    public void A_glob_with_alternatives_matches_what_one_of_the_globs_matches_that_it_stands_for()
    {
        var random = new Random(20250117);
        var names = ShortNames("ab./", 5).ToList();
        string[] groups = ["{a,b}", "{a,*b}", "{.a,ab,b*}", "{,a}b", "a{.,b}"];
        for (var i = 0; i < 200; i++)
        {
            var segments = RandomGlob(random).Split('/');
            segments[random.Next(segments.Length)] = random.GetItems(groups, 1)[0];
            var text = string.Join('/', segments);
            var expanded = Expanded(text).ToList();
            var (glob, plain) = (new Glob(text), expanded.ConvertAll(t => new Glob(t)));
            Assert.True(expanded.Count > 1, text);
            foreach (var name in names)
            {
                Assert.True(plain.Exists(g => g.Matches(name)) == glob.Matches(name), $"{text} and {name}");
            }

            var other = new Glob(RandomGlob(random));
            var found = GlobOverlap.FindName(glob, other);
            Assert.Equal(plain.Exists(g => GlobOverlap.FindName(g, other) is not null), found is not null);
            Assert.True(found is null || (glob.Matches(found) && other.Matches(found)), $"{text} does not match {found}");
        }
    }

    [Fact]
    public void A_glob_that_ignores_case_matches_what_it_matches_with_both_in_lower_case()
    {
        var random = new Random(20250118);
        var names = ShortNames("aAb.", 4).Concat(["A/b", "a/B", "B/a/.A", "aB/Ab"]).ToList();
        for (var i = 0; i < 200; i++)
        {
            var (a, b) = (RandomCase(RandomGlob(random), random), RandomCase(RandomGlob(random), random));
            var (ignoring, lower) = (new Glob(a, ignoreCase: true), new Glob(a.ToLowerInvariant()));
            foreach (var name in names)
            {
                Assert.True(lower.Matches(name.ToLowerInvariant()) == ignoring.Matches(name), $"{a} and {name}");
            }

            var both = GlobOverlap.FindName(ignoring, new Glob(b, ignoreCase: true));
            Assert.Equal(GlobOverlap.FindName(lower, new Glob(b.ToLowerInvariant())) is null, both is null);

            var exact = new Glob(b);
            var found = GlobOverlap.FindName(ignoring, exact);
            Assert.True(found is null || (ignoring.Matches(found) && exact.Matches(found)), $"{a} and {b} do not share {found}");
            Assert.True(found is not null || names.TrueForAll(n => !ignoring.Matches(n) || !exact.Matches(n)), $"{a} and {b} share a name");
        }
    }

    [Theory]
    [InlineData("a*", "*b", "axb")]
    [InlineData("a-*", "*-b", "a-b")]
    [InlineData("partner-*", "partner-*", "partner-x")]
    [InlineData("a*", "b*", null)]
    [InlineData("*a", "*b", null)]
    public void Patterns_of_containers_share_a_name_that_a_container_can_have(string a, string b, string? name) =>
        Assert.Equal(name, GlobOverlap.FindContainer(new GlobAutomaton(a, false), new GlobAutomaton(b, false)));

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

    private static string RandomCase(string glob, Random random) =>
        new([.. glob.Select(c => random.Next(2) == 0 ? char.ToUpperInvariant(c) : c)]);

    private static IEnumerable<string> Expanded(string glob)
    {
        var group = Regex.Match(glob, "^(?<start>[^{]*){(?<texts>[^}]*)}(?<rest>.*)$");
        return group.Success
            ? group.Groups["texts"].Value.Split(',')
                .SelectMany(t => Expanded(group.Groups["start"].Value + t + group.Groups["rest"].Value))
            : [glob];
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
