using Sluice.IntegrationTests.Analytics.Oracle;
using Sluice.IntegrationTests.Warehouse;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Warehouse;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>
/// A lake with every kind of column, nulls, difficult texts, duplicate keys and keys of two fields. Its rows are in a warehouse
/// and in memory.
/// </summary>
internal static class AnalyticsData
{
    public const int ItemCount = 60;

    private static readonly string?[] Names =
        ["chair", "Chair", "table", "lamp", null, "l'été", "desk 100%", "a_b", " padded ", "\ttab", "", "😀 smile", "ÄRGER", "=1+1",
            "x'; DROP TABLE lake.items; --"];

    private static readonly string?[] Cities = ["Porto", "Lyon", null, "Graz"];
    private static readonly string[] Kinds = ["view", "sale", "Sale"];
    private static readonly string?[] Codes = ["a", "A", "a ", "", "été", "x/y", "50% off", "it's", "😀", "b;c(d", null];

    public static LakeDefinition Lake { get; } = new("test", [Owners, Items, Events, Shops, Brands, Products]);

    private static Dataset Owners => Set(
        "owners", WriteMode.Merge, ["id"], [],
        Field("id", ColumnKind.Int64, required: true), Field("city", ColumnKind.Text), Field("since", ColumnKind.Date));

    private static Dataset Items => Set(
        "items", WriteMode.Append, ["id"], [new ForeignKey(["owner_id"], "owners", ["id"])],
        Field("id", ColumnKind.Int64, required: true), Field("owner_id", ColumnKind.Int64), Field("name", ColumnKind.Text),
        Field("qty", ColumnKind.Int64),
        Field("price", ColumnKind.Decimal, precision: 12, scale: 2), Field("big", ColumnKind.Decimal, precision: 38, scale: 10),
        Field("ratio", ColumnKind.Double),
        Field("active", ColumnKind.Boolean), Field("day", ColumnKind.Date), Field("at", ColumnKind.Timestamp),
        Field("opens", ColumnKind.Time));

    private static Dataset Events => Set(
        "events", WriteMode.Append, [], [new ForeignKey(["item_id"], "items", ["id"]), new ForeignKey(["owner_id"], "owners", ["id"])],
        Field("item_id", ColumnKind.Int64), Field("owner_id", ColumnKind.Int64), Field("kind", ColumnKind.Text),
        Field("amount", ColumnKind.Decimal, precision: 12, scale: 2));

    private static Dataset Shops => Set(
        "shops", WriteMode.Merge, ["id"], [], Field("id", ColumnKind.Text, maxLength: 40, required: true), Field("rank", ColumnKind.Int64));

    private static Dataset Brands => Set(
        "brands", WriteMode.Append, [], [], Field("code", ColumnKind.Text, maxLength: 40), Field("country", ColumnKind.Text),
        Field("since", ColumnKind.Date));

    private static Dataset Products => Set(
        "products", WriteMode.Append, [],
        [
            new ForeignKey(["brand_id"], "brands", ["code"]), new ForeignKey(["brand_id", "country"], "brands", ["code", "country"]),
            new ForeignKey(["shop_id"], "shops", ["id"]),
        ],
        Field("sku", ColumnKind.Int64), Field("brand_id", ColumnKind.Text), Field("country", ColumnKind.Text),
        Field("shop_id", ColumnKind.Text, maxLength: 40));

    /// <summary>Fills a warehouse, and returns the same rows in memory.</summary>
    public static async Task<OracleData> LoadAsync(IWarehouse warehouse)
    {
        await warehouse.PrepareAsync(Lake, TestContext.Current.CancellationToken);
        var random = new Random(6);
        var data = new OracleData();
        await AddAsync(warehouse, data, Lake.Datasets[0], ["id"], Enumerable.Range(1, 8).Select(i => new object?[]
        {
            (long)i, Cities[i % 4], i % 3 == 0 ? null : new DateOnly(2019 + (i % 5), 1 + i, 28),
        }));
        await AddAsync(warehouse, data, Lake.Datasets[1], ["_file", "_row"], Enumerable.Range(1, ItemCount).Select(i => new object?[]
        {
            (long)i,
            OrNull(() => (long)random.Next(1, 11)),
            Names[random.Next(Names.Length)],
            OrNull(() => (long)random.Next(-5, 12)),
            OrNull(() => random.Next(-500, 20_000) / 100m),
            OrNull(() => random.Next(-50, 50) * 1_000_000_000_000m + 0.0000000001m),
            OrNull(() => random.Next(-40, 40) / 8.0),
            OrNull(() => random.Next(2) == 0),
            OrNull(() => new DateOnly(2024, 1, 1).AddDays(random.Next(400))),
            OrNull(() => new DateTime(2024, 2, 27, 23, 59, 58, DateTimeKind.Utc)
                .AddTicks(random.Next(0, 3_000_000) * 10_000_0L).AddTicks(random.Next(2) * 250_000_0L)),
            OrNull(() => new TimeOnly(random.Next(24), random.Next(60), random.Next(60))),
        }));
        await AddAsync(warehouse, data, Lake.Datasets[2], ["_file", "_row"], Enumerable.Range(1, 45).Select(_ => new object?[]
        {
            OrNull(() => (long)random.Next(1, 40)), OrNull(() => (long)random.Next(1, 10)),
            OrNull(() => Kinds[random.Next(3)]), OrNull(() => random.Next(100, 9_000) / 100m),
        }));
        await AddAsync(
            warehouse, data, Lake.Datasets[3], ["id"], Codes.OfType<string>().Select((c, i) => new object?[] { c, (long)i % 4 }));
        await AddAsync(warehouse, data, Lake.Datasets[4], ["_file", "_row"], Enumerable.Range(0, 24).Select(i => new object?[]
        {
            Codes[i % Codes.Length], OrNull(() => Cities[random.Next(2)]), OrNull(() => new DateOnly(1990 + i, 1, 1)),
        }));
        await AddAsync(warehouse, data, Lake.Datasets[5], ["_file", "_row"], Enumerable.Range(1, 70).Select(i => new object?[]
        {
            (long)i, Codes[random.Next(Codes.Length)], OrNull(() => Cities[random.Next(2)]),
            random.Next(9) == 0 ? "none" : Codes[random.Next(Codes.Length)],
        }));
        data.AddWay("items", "owner", "owners", "items", ("owner_id", "id"));
        data.AddWay("events", "item", "items", "events", ("item_id", "id"));
        data.AddWay("events", "owner", "owners", "events", ("owner_id", "id"));
        data.AddWay("products", "brand", "brands", "products_by_brand", ("brand_id", "code"));
        data.AddWay("products", "brands", "brands", "products_by_brands", ("brand_id", "code"), ("country", "country"));
        data.AddWay("products", "shop", "shops", "products", ("shop_id", "id"));
        return data;

        object? OrNull<T>(Func<T> value) => random.Next(6) == 0 ? null : value();
    }

    private static async Task AddAsync(IWarehouse warehouse, OracleData data, Dataset dataset, string[] key, IEnumerable<object?[]> rows)
    {
        var all = rows.ToList();
        var driver = new LoadDriver(warehouse);
        var file = await driver.LoadAsync(
            dataset, LoadDriver.Version($"data/{dataset.Name}/a.csv"), [.. all.Select(r => Stored(dataset, r))]);
        data.Add(
            dataset.Name, key, [.. dataset.Schema.Fields.Select(f => f.Name), "_file", "_row"],
            all.Select((r, i) => (object?[])[.. r, file.Id, (long)(i + 1)]));
    }

    private static object?[] Stored(Dataset dataset, object?[] row) => [.. row.Select((v, i) => v is decimal number
        ? (Int128)(number * (decimal)Math.Pow(10, dataset.Schema.Fields[i].Column.Scale))
        : v)];

    private static Dataset Set(string name, WriteMode mode, string[] key, ForeignKey[] foreign, params Field[] fields) => new()
    {
        Name = name,
        Title = $"The {name}",
        Paths = [new DatasetPath("data", $"{name}/*.csv")],
        WriteMode = mode,
        Schema = new TableSchema { Fields = fields, PrimaryKey = key, ForeignKeys = foreign },
    };

    private static Field Field(
        string name, ColumnKind kind, byte precision = 0, byte scale = 0, bool required = false, int? maxLength = null) => new()
        {
            Name = name,
            Description = $"What {name} says.",
            Type = kind switch
            {
                ColumnKind.Int64 => FieldType.Integer,
                ColumnKind.Decimal or ColumnKind.Double => FieldType.Number,
                ColumnKind.Boolean => FieldType.Boolean,
                ColumnKind.Date => FieldType.Date,
                ColumnKind.Time => FieldType.Time,
                ColumnKind.Timestamp => FieldType.Datetime,
                _ => FieldType.String,
            },
            Column = new ColumnType(kind, precision, scale, maxLength),
            Constraints = new FieldConstraints { Required = required },
        };
}
