using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Validation;

namespace Sluice.Tests.Lake;

/// <summary>The lake definition that comes with the project.</summary>
public class SampleLakeTests
{
    internal static readonly LakeDefinition Lake = LakeDefinitionFile.Load(Path.Combine(RepositoryRoot.Path, "lake", "datapackage.json"));

    [Fact]
    public void It_has_the_four_datasets_in_one_container()
    {
        Assert.Equal(["users", "ads", "ads_transaction", "referrals"], Lake.Datasets.Select(d => d.Name));
        Assert.Equal(["data"], Lake.Containers);
        Assert.All(Lake.Datasets, d => Assert.True(d.Title is not null && d.Description is not null));
    }

    [Theory]
    [InlineData("users",
        "id, age, birthdate, city, created_at, sex, lat, long, utm_source, utm_medium, utm_campaign, firstname, lastname, "
            + "user_agent, misc")]
    [InlineData("ads", "id, owner_id, title, category, price, city, created_at, deleted_at")]
    [InlineData("ads_transaction", "id, ad_owner_id, buyer_user_id, ad_id, sold_price, created_at")]
    [InlineData("referrals", "id, referrer_user_id, referree_user_id, created_at, deleted_at")]
    public void A_dataset_has_its_columns_and_no_password(string dataset, string fields) =>
        Assert.Equal(fields, string.Join(", ", Lake.Find(dataset)!.Schema.Fields.Select(f => f.Name)));

    [Theory]
    [InlineData("users", WriteMode.Merge, FieldsMatch.Subset)]
    [InlineData("ads", WriteMode.Merge, FieldsMatch.Equal)]
    [InlineData("ads_transaction", WriteMode.Append, FieldsMatch.Equal)]
    [InlineData("referrals", WriteMode.Merge, FieldsMatch.Equal)]
    public void Rows_that_change_are_merged_and_columns_may_come_in_any_order(string dataset, WriteMode mode, FieldsMatch match)
    {
        var found = Lake.Find(dataset)!;

        Assert.Equal((mode, match), (found.WriteMode, found.Schema.FieldsMatch));
        Assert.Equal(["id"], found.Schema.PrimaryKey);
        var id = found.Schema.Fields[0];
        Assert.Equal(
            (FieldType.Integer, "1", true, true), (id.Type, id.Constraints.Minimum, id.Constraints.Required, id.Constraints.Unique));
    }

    [Theory]
    [InlineData("data/users/2024/05/users-01.csv", "users")]
    [InlineData("data/ads/Ads.csv", "ads")]
    [InlineData("data/ads_transaction/a.csv", "ads_transaction")]
    [InlineData("data/referrals/a.csv", "referrals")]
    [InlineData("data/other/a.csv", null)]
    [InlineData("data/ads/Ads.json", null)]
    [InlineData("rejects/ads/Ads.csv/1.csv", null)]
    public void A_file_belongs_to_the_dataset_of_its_folder(string file, string? dataset) =>
        Assert.Equal(dataset, Lake.Match(file)?.Name);

    [Fact]
    public void Prices_and_places_are_exact()
    {
        Assert.Equal(new(ColumnKind.Decimal, 12, 2), Column("ads", "price"));
        Assert.Equal(new(ColumnKind.Decimal, 12, 2), Column("ads_transaction", "sold_price"));
        Assert.Equal(new(ColumnKind.Decimal, 9, 6), Column("users", "lat"));
        Assert.Equal(new(ColumnKind.Decimal, 9, 6), Column("users", "long"));

        static ColumnType Column(string dataset, string field) => Lake.Find(dataset)!.Schema.Fields.Single(f => f.Name == field).Column;
    }
}
