using System.Text.Json.Nodes;
using Sluice.Lake;
using Sluice.Lake.Definition;

namespace Sluice.Tests.Lake;

public class UnmatchedFileTests
{
    private static readonly LakeDefinition Lake = LakeFolder.Load(new JsonObject
    {
        ["resources"] = new JsonArray(
            Resource("ads", "data/ads/**/*.csv"), Resource("users", "data/users/*.csv"), Resource("stock", "shop/stock.csv")),
    }.ToJsonString());

    [Theory]
    [InlineData("data/ads/Ads.CSV", "Its name differs from data/ads/**/*.csv (ads) only in upper and lower case. Rename it, or set "
        + "\"sluice:caseInsensitive\": true.")]
    [InlineData("data/ADS/2024/ads.csv", "Its name differs from data/ads/**/*.csv (ads) only in upper and lower case. Rename it, or set "
        + "\"sluice:caseInsensitive\": true.")]
    [InlineData("data/ads/ads.csv.gz", "Its name without \".gz\" matches data/ads/**/*.csv (ads). Add the ending to the path, as in "
        + "*.{csv,csv.gz}.")]
    [InlineData("data/ads/ads.csv.tmp", "Its name without \".tmp\" matches data/ads/**/*.csv (ads). If it is complete, rename it. If it is "
        + "always written so, add the ending to the path.")]
    [InlineData("data/users/users.txt", "It ends in \".txt\", and data/users/*.csv (users) in \".csv\". Rename it, or add the ending "
        + "to the path.")]
    [InlineData("data/users/2024/users.csv", "It is in a folder that data/users/*.csv (users) does not reach: '*' stays within one folder, "
        + "and '**' goes into all.")]
    [InlineData("data/add/x.csv", "Its folder \"add/\" looks like \"ads/\" of dataset ads.")]
    [InlineData("data/user/x.csv", "Its folder \"user/\" looks like \"users/\" of dataset users.")]
    [InlineData("data/notes", "The paths of its container are: data/ads/**/*.csv (ads), data/users/*.csv (users).")]
    [InlineData("shop/other.csv", "The paths of its container are: shop/stock.csv (stock).")]
    public void The_reason_that_a_file_is_ignored_helps(string path, string reason) =>
        Assert.Equal($"The file matches no dataset. {reason}", UnmatchedFile.Explain(Lake, LakePath.Split(path)!.Value));

    [Theory]
    [InlineData("_SUCCESS", true)]
    [InlineData("ads/_delta_log/0.json", true)]
    [InlineData("ads/.part.crc", true)]
    [InlineData("ads/_committed_17", true)]
    [InlineData("ads/_temporary/0/part.csv", true)]
    [InlineData("_ads/.new/_ads.csv", false)]
    [InlineData("ads/.ads.csv.tmp", false)]
    [InlineData("ads/part_0.csv", false)]
    [InlineData("ads/a.b.csv", false)]
    public void What_programs_leave_beside_data_is_no_file(string name, bool isMark) =>
        Assert.Equal(isMark, UnmatchedFile.IsMark(name));

    private static JsonObject Resource(string name, string path) => new()
    {
        ["name"] = name,
        ["path"] = path,
        ["schema"] = new JsonObject { ["fields"] = new JsonArray(new JsonObject { ["name"] = "id" }) },
    };
}
