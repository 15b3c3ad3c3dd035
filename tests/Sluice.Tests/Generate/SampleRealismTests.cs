using System.Globalization;
using System.Text;

namespace Sluice.Tests.Generate;

public class SampleRealismTests(SampleMarketplace marketplace) : IClassFixture<SampleMarketplace>
{
    [Fact]
    public void Sizes_follow_the_ads()
    {
        Assert.Equal([4_000, 12_000], marketplace.Sample.Summary.Files.Take(2).Select(f => f.Rows));
        Assert.InRange(marketplace.Sample.Summary.Files[2].Rows, 3_000, 5_000);
        Assert.InRange(marketplace.Sample.Summary.Files[3].Rows, 900, 1_500);
    }

    [Fact]
    public void Good_rows_of_each_file_are_in_the_order_of_time_and_of_ids()
    {
        foreach (var name in SampleFolder.Names)
        {
            var rows = marketplace.Sample.GoodRows(name).ToList();
            Assert.Equal(rows.OrderBy(r => r["created_at"], StringComparer.Ordinal).Select(r => r["id"]), rows.Select(r => r["id"]));
            Assert.Equal(rows.OrderBy(Id).Select(Id).Distinct(), rows.Select(Id));
        }
    }

    [Fact]
    public void Ads_are_of_users_who_had_signed_up() =>
        Assert.All(marketplace.Ads.Values, ad => Assert.True(IsBefore(marketplace.Users[ad["owner_id"]], ad)));

    [Fact]
    public void Ads_are_taken_down_after_they_were_put_up()
    {
        var ended = marketplace.Ads.Values.Where(a => a["deleted_at"].Length > 0).ToList();
        Assert.InRange(ended.Count, marketplace.Ads.Count / 5, marketplace.Ads.Count * 4 / 5);
        Assert.All(ended, a => Assert.True(string.CompareOrdinal(a["created_at"], a["deleted_at"]) < 0));
    }

    [Fact]
    public void Transactions_are_of_an_ad_and_its_owner_and_another_user_and_not_over_the_price()
    {
        Assert.All(marketplace.Transactions, t =>
        {
            var ad = marketplace.Ads[t["ad_id"]];
            Assert.Equal(ad["owner_id"], t["ad_owner_id"]);
            Assert.NotEqual(t["ad_owner_id"], t["buyer_user_id"]);
            Assert.True(IsBefore(ad, t));
            Assert.True(IsBefore(marketplace.Users[t["buyer_user_id"]], t));
            Assert.True(Amount(t["sold_price"]) <= Amount(ad["price"]));
        });
        Assert.Equal(marketplace.Transactions.Count, marketplace.Transactions.Select(t => t["ad_id"]).Distinct().Count());
    }

    [Fact]
    public void Referrals_are_of_two_users_who_had_signed_up_one_after_the_other()
    {
        Assert.All(marketplace.Referrals, r =>
        {
            Assert.True(IsBefore(marketplace.Users[r["referrer_user_id"]], marketplace.Users[r["referree_user_id"]]));
            Assert.True(IsBefore(marketplace.Users[r["referree_user_id"]], r));
            Assert.Equal("parrainage", marketplace.Users[r["referree_user_id"]]["utm_source"]);
        });
        var referred = marketplace.Referrals.Select(r => r["referree_user_id"]).ToHashSet();
        Assert.Equal(marketplace.Referrals.Count, referred.Count);
        Assert.Contains(marketplace.Transactions, t => referred.Contains(t["buyer_user_id"]));
    }

    [Fact]
    public void Sign_ups_grow_from_year_to_year()
    {
        var years = marketplace.Users.Values.CountBy(u => u["created_at"][..4]).OrderBy(y => y.Key, StringComparer.Ordinal).ToList();

        Assert.Equal(["2022", "2023", "2024"], years.Select(y => y.Key));
        Assert.True(years[0].Value * 3 / 2 < years[1].Value && years[1].Value * 5 / 4 < years[2].Value);
    }

    [Fact]
    public void Ages_are_those_of_the_birthdate_at_sign_up() =>
        Assert.All(marketplace.Users.Values.Where(u => u["age"].Length > 0 && u["birthdate"].Length > 0), u =>
        {
            var birth = DateOnly.ParseExact(u["birthdate"], "yyyy-MM-dd", CultureInfo.InvariantCulture);
            var signUp = DateOnly.ParseExact(u["created_at"][..10], "yyyy-MM-dd", CultureInfo.InvariantCulture);
            var age = int.Parse(u["age"], CultureInfo.InvariantCulture);
            Assert.InRange(age, 18, 85);
            Assert.True(birth.AddYears(age) <= signUp && signUp < birth.AddYears(age + 1));
        });

    [Fact]
    public void Users_live_near_their_city()
    {
        var places = marketplace.Users.Values.Where(u => u["city"] == "Paris" && u["lat"].Length > 0).ToList();
        Assert.NotEmpty(places);
        Assert.All(places, u => Assert.InRange(Amount(u["lat"]), 48.7m, 49.0m));
        Assert.All(places, u => Assert.InRange(Amount(u["long"]), 2.1m, 2.6m));
    }

    [Fact]
    public void Categories_are_skewed_and_have_prices_of_their_own()
    {
        var byCategory = marketplace.Ads.Values.GroupBy(a => a["category"])
            .ToDictionary(g => g.Key, g => g.Select(a => Amount(a["price"])).Order().ToList());

        Assert.Equal(10, byCategory.Count);
        Assert.True(byCategory["electronics"].Count > 3 * byCategory["pets"].Count);
        Assert.InRange(Median("cars"), 6_000, 9_000);
        Assert.InRange(Median("books"), 5, 12);
        Assert.InRange(Median("real-estate"), 150_000, 220_000);

        decimal Median(string category) => byCategory[category][byCategory[category].Count / 2];
    }

    [Fact]
    public void Books_sell_better_than_houses_and_houses_give_way_less_than_clothes()
    {
        Assert.True(Sold("books") > 2 * Sold("real-estate"));
        Assert.True(Paid("real-estate") > Paid("fashion"));

        double Sold(string category) => (double)marketplace.Transactions.Count(t => marketplace.Ads[t["ad_id"]]["category"] == category)
            / marketplace.Ads.Values.Count(a => a["category"] == category);

        decimal Paid(string category) =>
            marketplace.Transactions.Select(t => (Ad: marketplace.Ads[t["ad_id"]], Sold: Amount(t["sold_price"])))
            .Where(t => t.Ad["category"] == category && Amount(t.Ad["price"]) > 0).Average(t => t.Sold / Amount(t.Ad["price"]));
    }

    [Fact]
    public void Files_have_quoted_commas_doubled_quotes_line_breaks_and_accents()
    {
        var text = Encoding.UTF8.GetString(marketplace.Sample.Bytes("users/Users"));

        Assert.Contains("Saint-Étienne", text, StringComparison.Ordinal);
        Assert.Contains("\"Saint-Denis, La Réunion\"", text, StringComparison.Ordinal);
        Assert.Contains("\"{\n  \"\"note\"\": \"\"", text, StringComparison.Ordinal);
        Assert.Contains("\"{\r\n  \"\"note\"\": \"\"", text, StringComparison.Ordinal);
    }

    private static bool IsBefore(Dictionary<string, string> one, Dictionary<string, string> other) =>
        string.CompareOrdinal(one["created_at"], other["created_at"]) < 0;

    private static int Id(Dictionary<string, string> row) => int.Parse(row["id"], CultureInfo.InvariantCulture);

    private static decimal Amount(string value) => decimal.Parse(value, CultureInfo.InvariantCulture);
}
