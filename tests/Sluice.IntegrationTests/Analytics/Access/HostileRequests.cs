namespace Sluice.IntegrationTests.Analytics.Access;

/// <summary>Requests that look for hidden rows, values and names in every way that the service has.</summary>
internal static class HostileRequests
{
    private static readonly string[] Sets =
        ["shops", "sales", "tags", "vault", "files", "loads", "rejects", "changes", "operations", "remains", "reconciliation", "audit"];

    private static readonly string[] Formats = ["json", "csv", "parquet", "arrow"];

    private static readonly string[] Addresses =
    [
        "shops(1)", "shops(7)", "shops(7)/city", "shops(7)/$value", "shops(1)/secret_margin", "shops(1)/secret_margin/$value",
        "shops(7)/sales",
        "shops(7)/sales/$count", "shops(7)/tags", "shops(1)/boss", "shops(1)/boss_row", "shops(1)/vault", "shops(1)/vault/$count",
        "shops(1)/file", "shops(1)/_loaded_at", "shops/boss", "sales(_file=2,_row=1)", "sales(_file=2,_row=9)",
        "sales(_file=2,_row=9)/shop",
        "sales(_file=2,_row=9)/note", "sales(_file=2,_row=1)/hidden_cost", "sales(_file=2,_row=1)/file", "tags(_file=3,_row=6)/shop",
        "tags(_file=3,_row=6)/shop/city", "vault(_file=4,_row=1)", "vault(_file=4,_row=1)/shop", "files(1)", "files(4)", "files(3)/tags",
        "files(1)/shops", "files(2)/sales/$count", "files(4)/vault", "loads(1)", "loads(4)", "rejects(load=4,row=1000,error=0)",
        "rejects(load=3,row=1000,error=0)", "rejects(load=3,row=1000,error=0)/raw_text", "rejects(load=4,row=1000,error=0)/message",
    ];

    private static readonly (string Set, string Option, string Text)[] Options =
    [
        .. Each("shops", "$filter",
            "secret_margin ne null", "startswith(secret_margin,'SECRET')", "boss_id eq 1", "boss/city ne null", "boss_row/city ne null",
            "vault/any()", "vault/any(v: v/treasure ne null)", "vault/$count gt 0", "sales/any(s: s/hidden_cost gt 0)",
            "sales/all(s: s/amount lt 90)", "sales/$count gt 0", "sales/any(s: contains(s/note,'SECRET'))",
            "sales/any(s: s/shop/city ne 'Oslo')",
            "tags/any(t: t/shop/city ne 'Oslo')", "tags/$count eq 1", "file/rows gt 5", "file/path ne null", "_loaded_at ne null",
            "city ne 'Oslo'", "not (city eq 'Oslo')", "id gt 5", "city eq 'Oslo' or true", "1 eq 1 or city eq @claim.city",
            "city eq @claim.city", "@c0 eq city", "contains(city,'SECRET')", "id in (6,7,8)", "Sluice.lake.vault/any()"),
        .. Each("sales", "$filter",
            "hidden_cost gt 0", "shop/secret_margin ne null", "shop/city ne 'Oslo'", "shop/boss_id ne null", "shop/vault/any()",
            "shop/sales/any(s: s/note ne null)", "shop eq null", "shop/id gt 5", "shop/id eq null", "shop_id gt 5",
            "contains(note,'SECRET')",
            "shop/sales/$count gt 1", "cast(hidden_cost,Edm.Double) gt 0", "case(hidden_cost gt 0:true,true:false)"),
        .. Each("tags", "$filter", "shop/city ne 'Oslo'", "shop/city eq null", "shop/secret_margin ne null", "shop/sales/any()",
            "file/rows gt 0"),
        .. Each("rejects", "$filter", "dataset eq 'vault'", "contains(raw_text,'SECRET')", "contains(message,'SECRET')", "raw_text ne ''"),
        .. Each("files", "$filter", "dataset eq 'vault'", "contains(path,'vault')", "rejected gt 0", "vault/any()", "sales/any()"),
        .. Each("loads", "$filter", "dataset eq 'shops'", "rows gt 5", "rejected gt 0"),
        .. Each("shops", "$orderby", "secret_margin", "boss_id desc", "vault/$count", "sales/$count desc", "tags/$count", "city,id desc"),
        .. Each("sales", "$orderby", "hidden_cost", "shop/secret_margin", "shop/city desc", "note desc", "shop/sales/$count"),
        .. Each("shops", "$select", "*", "id,secret_margin", "secret_margin", "boss_id", "vault", "id,_loaded_at", "file"),
        .. Each("sales", "$select", "*", "hidden_cost", "note,shop/secret_margin"),
        .. Each("shops", "$expand",
            "sales", "sales($count=true;$top=0)", "sales($filter=hidden_cost gt 0)", "sales($select=hidden_cost)",
            "sales($orderby=hidden_cost)",
            "sales($expand=shop)", "sales($filter=shop/city ne 'Oslo')", "sales($filter=contains(note,'SECRET');$count=true)",
            "sales($search=SECRET)", "tags($count=true)", "vault", "vault($count=true)", "boss", "boss_row", "file", "*", "sales/$ref"),
        .. Each("sales", "$expand", "shop", "shop($select=secret_margin)", "shop($expand=vault)", "file", "shop($select=*)"),
        .. Each("tags", "$expand", "shop", "shop($select=city)", "file"),
        .. Each("files", "$expand", "tags", "shops", "sales($count=true)", "vault"),
        .. Each("shops", "$compute", "secret_margin as x", "length(secret_margin) as x", "boss_id add 1 as x", "sales/$count as x"),
        .. Each("sales", "$compute", "hidden_cost mul 2 as x", "shop/secret_margin as x", "concat(shop/city,note) as x"),
        .. Each("shops", "$search", "SECRET", "NOT Oslo", "margin OR city"),
        .. Each("sales", "$search", "SECRET", "NOT note"),
        .. Each("vault", "$search", "SECRET"),
        .. Each("rejects", "$search", "SECRET", "vault"),
        .. Each("shops", "$apply",
            "aggregate($count as n)", "aggregate(secret_margin with countdistinct as n)", "groupby((secret_margin))", "groupby((city))",
            "groupby((city),aggregate($count as n))", "groupby((boss_id),aggregate($count as n))", "filter(secret_margin ne null)",
            "aggregate(id with max as m,id with sum as s,id with Sluice.median as d)",
            "groupby((rollup($all,city)),aggregate($count as n))",
            "concat(aggregate($count as n),groupby((city)))", "topcount(100,id)", "bottomsum(1000,id)", "compute(secret_margin as x)",
            "aggregate(sales/$count as n)", "aggregate(sales(amount with sum as s))", "search(SECRET)/aggregate($count as n)",
            "groupby((vault/treasure))", "orderby(secret_margin)/top(1)", "identity/aggregate($count as n)",
            "groupby((_loaded_at),aggregate($count as n))", "groupby((file/rows))"),
        .. Each("sales", "$apply",
            "aggregate(amount with sum as s,amount with max as m,$count as n)", "aggregate(hidden_cost with sum as s)",
            "groupby((shop/city),aggregate(amount with sum as s))", "groupby((shop/secret_margin))", "groupby((note))",
            "filter(shop/city ne 'Oslo')/aggregate($count as n)", "aggregate(note with countdistinct as n,note with max as m)",
            "groupby((shop_id),aggregate($count as n))/orderby(n desc)", "topsum(100000,amount)/aggregate($count as n)",
            "aggregate(amount with Sluice.percentile99 as p,amount with Sluice.stdev as d)"),
        .. Each("tags", "$apply", "groupby((shop/city),aggregate($count as n))", "filter(shop/city eq null)/aggregate($count as n)"),
        .. Each("vault", "$apply", "aggregate($count as n)", "groupby((treasure))"),
        .. Each("files", "$apply", "aggregate(rows with sum as r,$count as n)", "groupby((dataset),aggregate(rows with sum as r))"),
        .. Each("loads", "$apply", "groupby((dataset),aggregate(rejected with sum as r))"),
        .. Each("reconciliation", "$apply", "aggregate(files with sum as n,bytes with sum as b)", "groupby((dataset))"),
        .. Each("rejects", "$apply", "groupby((dataset,message),aggregate($count as n))", "aggregate(raw_text with max as m)"),
    ];

    private static readonly string[] InBatches =
    [
        "vault", "shops?$filter=secret_margin ne null", "shops(7)", "shops/profile", "sales?$apply=aggregate($count as n)", "$metadata",
        "shops?$expand=sales", "files", "rejects", "../reports/cost", "../rejects/4",
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<HostileRequest> All { get; } =
    [
        .. ((string[])["data", "data/$metadata", "reports", "openapi.json", "datapackage.json", "reports/sales-per-shop", "reports/cost",
            "reports/all-sales", "reports/treasures", "reports/none", "connect/lake.pbids", "connect/vault.odc", "connect/sales.odc",
            "rejects/3", "rejects/4", "rejects/99", "data/$entity", "data/nothing"]).Select(p => new HostileRequest(p)),
        new HostileRequest("data/$metadata", "?$format=json"),
        .. Formats.Select(f => new HostileRequest("reports/sales-per-shop", $"?$format={f}")),
        .. Sets.SelectMany(s => Formats.Select(f => new HostileRequest($"data/{s}", $"?$format={f}"))),
        .. Sets.SelectMany(s => ((string[])["/profile", "/$count"]).Select(p => new HostileRequest($"data/{s}{p}"))),
        .. Addresses.Select(a => new HostileRequest($"data/{a}")),
        .. Options.Select(o => new HostileRequest($"data/{o.Set}", $"?{o.Option}={Uri.EscapeDataString(o.Text)}&$count=true")),
        .. InBatches.Select(u => new HostileRequest("data/$batch", "", $$"""{"requests":[{"id":"1","method":"get","url":"{{u}}"}]}""")),
    ];

    private static IEnumerable<(string Set, string Option, string Text)> Each(string set, string option, params string[] texts) =>
        texts.Select(t => (set, option, t));
}
