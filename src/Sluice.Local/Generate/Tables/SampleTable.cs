namespace Sluice.Local.Generate.Tables;

/// <summary>The layout of the files of a sample dataset.</summary>
/// <param name="Dataset">The name of the dataset and of its folder.</param>
/// <param name="FileName">The file's name without its extension.</param>
/// <param name="Columns">The columns in the order of the file.</param>
internal sealed record SampleTable(string Dataset, string FileName, IReadOnlyList<SampleColumn> Columns)
{
    public static SampleTable Users { get; } = new("users", "Users",
    [
        SampleColumn.Id("id"),
        new("age", SampleType.Integer, Minimum: 0, Maximum: 150),
        new("birthdate", SampleType.Date),
        SampleColumn.Text("city", 100),
        SampleColumn.Instant("created_at", required: true),
        new("sex", SampleType.Choice, MaxLength: 1),
        new("lat", SampleType.Degrees, Minimum: -90, Maximum: 90),
        new("long", SampleType.Degrees, Minimum: -180, Maximum: 180),
        new("password", SampleType.Ignored),
        SampleColumn.Text("utm_source", 100),
        SampleColumn.Text("utm_medium", 100),
        SampleColumn.Text("utm_campaign", 100),
        SampleColumn.Text("firstname", 100),
        SampleColumn.Text("lastname", 100),
        SampleColumn.Text("user_agent", 500),
        SampleColumn.Text("misc", null),
    ]);

    public static SampleTable Ads { get; } = new("ads", "Ads",
    [
        SampleColumn.Id("id"),
        SampleColumn.Id("owner_id"),
        SampleColumn.Text("title", 200, required: true),
        new("category", SampleType.Choice, Required: true, MaxLength: 20),
        SampleColumn.Price("price"),
        SampleColumn.Text("city", 100),
        SampleColumn.Instant("created_at", required: true),
        SampleColumn.Instant("deleted_at"),
    ]);

    public static SampleTable Transactions { get; } = new("ads_transaction", "AdsTransaction",
    [
        SampleColumn.Id("id"),
        SampleColumn.Id("ad_owner_id"),
        SampleColumn.Id("buyer_user_id"),
        SampleColumn.Id("ad_id"),
        SampleColumn.Price("sold_price"),
        SampleColumn.Instant("created_at", required: true),
    ]);

    public static SampleTable Referrals { get; } = new("referrals", "Referrals",
    [
        SampleColumn.Id("id"),
        SampleColumn.Id("referrer_user_id"),
        SampleColumn.Id("referree_user_id"),
        SampleColumn.Instant("created_at", required: true),
        SampleColumn.Instant("deleted_at"),
    ]);
}
