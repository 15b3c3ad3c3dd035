using Sluice.IntegrationTests.Analytics.Oracle;
using Sluice.IntegrationTests.Warehouse;
using Sluice.Lake.Definition;
using Sluice.Validation;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>A few rows of the sample lake's datasets; in a warehouse, and in memory.</summary>
internal static class SampleLakeData
{
    private static readonly string?[] Cities = ["Porto", "Lyon", "O'Brien", null];
    private static readonly string[] Categories = ["cars", "books", "pets"];
    private static readonly string?[] Sexes = ["F", "M", "X", null];
    private static readonly string?[] Sources = ["google", "newsletter", null];

    public static string Path => RepositoryRoot.Of("lake", "datapackage.json");

    public static LakeDefinition Lake { get; } = LakeDefinitionFile.Load(Path);

    public static async Task<OracleData> LoadAsync(IWarehouse warehouse)
    {
        await warehouse.PrepareAsync(Lake, TestContext.Current.CancellationToken);
        var random = new Random(12);
        var data = new OracleData();
        var start = new DateTime(2024, 1, 3, 10, 0, 0, DateTimeKind.Utc);
        await AddAsync("users", ["id"], 30, i => new()
        {
            ["id"] = (long)i,
            ["age"] = Maybe(() => (long)random.Next(16, 75)),
            ["city"] = Pick(Cities),
            ["created_at"] = start.AddHours(i * 37),
            ["sex"] = Pick(Sexes),
            ["utm_source"] = Pick(Sources),
        });
        await AddAsync("ads", ["id"], 40, i => new()
        {
            ["id"] = (long)i,
            ["owner_id"] = (long)random.Next(1, 34),
            ["title"] = $"ad {i}",
            ["category"] = Pick(Categories),
            ["price"] = random.Next(0, 5) == 0 ? 0m : random.Next(100, 90_000) / 100m,
            ["city"] = Pick(Cities),
            ["created_at"] = start.AddHours(i * 41),
            ["deleted_at"] = Maybe(() => start.AddHours(2_000 + random.Next(500))),
        });
        await AddAsync("ads_transaction", ["_file", "_row"], 25, i => new()
        {
            ["id"] = (long)i,
            ["ad_owner_id"] = (long)random.Next(1, 9),
            ["buyer_user_id"] = (long)random.Next(1, 15),
            ["ad_id"] = (long)random.Next(1, 44),
            ["sold_price"] = random.Next(100, 80_000) / 100m,
            ["created_at"] = start.AddHours(random.Next(2_500)),
        });
        await AddAsync("referrals", ["id"], 20, i => new()
        {
            ["id"] = (long)i,
            ["referrer_user_id"] = (long)random.Next(1, 30),
            ["referree_user_id"] = (long)random.Next(1, 34),
            ["created_at"] = start.AddHours(i * 61),
            ["deleted_at"] = Maybe(() => start.AddHours(3_000)),
        });
        data.AddWay("ads", "owner", "users", "ads", ("owner_id", "id"));
        data.AddWay("ads_transaction", "ad", "ads", "ads_transaction", ("ad_id", "id"));
        data.AddWay("ads_transaction", "ad_owner", "users", "ads_transaction_by_ad_owner", ("ad_owner_id", "id"));
        data.AddWay("ads_transaction", "buyer_user", "users", "ads_transaction_by_buyer_user", ("buyer_user_id", "id"));
        data.AddWay("referrals", "referree_user", "users", "referrals_by_referree_user", ("referree_user_id", "id"));
        return data;

        T Pick<T>(T[] values) => values[random.Next(values.Length)];

        object? Maybe<T>(Func<T> value) => random.Next(4) == 0 ? null : value();

        async Task AddAsync(string name, string[] key, int count, Func<int, Dictionary<string, object?>> row)
        {
            var dataset = Lake.Find(name)!;
            var names = dataset.Schema.Fields.Select(f => f.Name).ToList();
            var rows = Enumerable.Range(1, count).Select(row).Select(r => names.Select(n => r.GetValueOrDefault(n)).ToArray()).ToList();
            var stored = rows.Select(r => r.Select(v => v is decimal number ? (Int128)(number * 100) : v).ToArray()).ToList();
            var file = await new LoadDriver(warehouse).LoadAsync(dataset, LoadDriver.Version($"data/{name}/a.csv"), stored);
            data.Add(name, key, [.. names, "_file", "_row"], rows.Select((r, i) => (object?[])[.. r, file.Id, (long)(i + 1)]));
        }
    }
}
