using Sluice.Lake;

namespace Sluice.Tests.Lake;

public class LakePathTests
{
    [Theory]
    [InlineData("data/a.csv")]
    [InlineData("data/ads/2024/été 🏖.csv")]
    [InlineData("data/ads//a.csv")]
    [InlineData("data/ads/.old/..a.csv")]
    [InlineData("data/ads/a\nb.csv")]
    [InlineData("data/ads/100%.csv")]
    [InlineData("a-1/x")]
    public void A_container_and_a_name_are_a_path(string path) => Assert.Null(LakePath.FindFault(path));

    [Theory]
    [InlineData("")]
    [InlineData("data")]
    [InlineData("data/")]
    [InlineData("/data/a.csv")]
    [InlineData("data/ads/")]
    [InlineData("data/../a.csv")]
    [InlineData("data/.")]
    [InlineData("data/ads\\a.csv")]
    [InlineData("-ab/a.csv")]
    [InlineData("ab-/a.csv")]
    [InlineData("ab/a.csv")]
    [InlineData("Data/a.csv")]
    public void What_no_file_can_have_as_its_path_is_told_with_an_example(string path) =>
        Assert.Contains("data/ads/Ads.csv", LakePath.FindFault(path), StringComparison.Ordinal);

    [Fact]
    public void A_name_has_1024_characters_at_most()
    {
        Assert.Null(LakePath.FindFault($"data/{new string('x', 1024)}"));
        Assert.Contains("1025", LakePath.FindFault($"data/{new string('x', 1025)}"), StringComparison.Ordinal);
    }
}
