namespace Sluice.Benchmarks.Http;

/// <summary>A request, and the SQL that answers the same in DuckDB.</summary>
/// <param name="Name">What is asked for.</param>
/// <param name="Path">The address, relative to the app.</param>
/// <param name="Sql">The SQL, or <see langword="null"/> if there is none.</param>
internal sealed record Question(string Name, string Path, string? Sql)
{
    /// <summary>The name of the one whose bytes per second count.</summary>
    public const string Page = "page of 5,000";

    /// <summary>The name of the one that has to be answered while others wait.</summary>
    public const string Health = "health";

    /// <summary>All of them.</summary>
    /// <param name="key">The key of an ad.</param>
    public static IReadOnlyList<Question> All(long key) =>
    [
        new(Health, "api/health", null),
        new("key", $"api/data/ads({key})", $"SELECT * FROM warehouse.lake.ads WHERE id = {key}"),
        new(
            "top 10", "api/data/ads?$orderby=price desc,id&$top=10",
            "SELECT * FROM warehouse.lake.ads ORDER BY price DESC, id LIMIT 10"),
        new(
            "$count", "api/data/ads/$count?$filter=price gt 100",
            "SELECT count(*) FROM warehouse.lake.ads WHERE price > 100"),
        new(
            "grouped",
            "api/data/ads?$apply=groupby((category,city),aggregate(price with sum as total,price with max as dearest,$count as ads))",
            "SELECT category, city, sum(price), max(price), count(*) FROM warehouse.lake.ads GROUP BY category, city"),
        new(
            "report", "api/reports/ads-by-category",
            "SELECT year(created_at) AS y, month(created_at) AS m, category, count(*) FROM warehouse.lake.ads GROUP BY y, m, category"),
        new(Page, "api/data/ads", "SELECT * FROM warehouse.lake.ads ORDER BY id LIMIT 5001"),
        new("whole export", "api/data/ads?$format=csv", "SELECT * FROM warehouse.lake.ads"),
    ];
}
