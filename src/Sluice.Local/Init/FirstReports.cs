using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sluice.Analytics.Model;
using Sluice.Lake.Definition;

namespace Sluice.Local.Init;

/// <summary>The first reports of a new lake: how many rows have each text of a column with only a few.</summary>
internal static partial class FirstReports
{
    private const int Most = 6;
    private const int LongestName = 60;

    /// <summary>Writes them, at least one.</summary>
    /// <param name="lake">The lake definition. It has a dataset.</param>
    /// <param name="datasets">What was found in the files.</param>
    public static JsonObject Write(LakeDefinition lake, IReadOnlyList<FoundDataset> datasets)
    {
        var model = AnalyticsModel.From(lake);
        List<JsonObject> reports = [];
        foreach (var dataset in datasets)
        {
            if (reports.Count < Most && model.Find(dataset.Name) is { } set
                && dataset.Table.Columns.FirstOrDefault(c => c.Values is { Count: > 1 } && CanBeAsked(c.Field.Name, set)) is { } column)
            {
                reports.Add(CountBy(dataset.Name, column.Field.Name));
            }
        }

        return new JsonObject
        {
            ["reports"] = new JsonArray([.. reports.Count > 0 ? reports : [Count(lake.Datasets[0].Name)]]),
        };
    }

    private static bool CanBeAsked(string field, EntitySet set) =>
        PlainName().IsMatch(field) && set.Properties.Any(p => p.Name == field);

    private static JsonObject CountBy(string dataset, string field)
    {
        var count = field == "rows" ? "count" : "rows";
        return new JsonObject
        {
            ["name"] = NameOf($"{dataset}-by-{field}"),
            ["title"] = $"{dataset} by {field}",
            ["question"] = $"How many rows of {dataset} are there of each {field}?",
            ["dataset"] = dataset,
            ["options"] = new JsonObject
            {
                ["$apply"] = $"groupby(({field}),aggregate($count as {count}))",
                ["$orderby"] = $"{count} desc",
                ["$top"] = "25",
            },
            ["chart"] = new JsonObject
            {
                ["mark"] = new JsonObject { ["type"] = "bar", ["tooltip"] = true },
                ["encoding"] = new JsonObject
                {
                    ["y"] = new JsonObject { ["field"] = field, ["type"] = "nominal", ["sort"] = "-x" },
                    ["x"] = new JsonObject { ["field"] = count, ["type"] = "quantitative", ["title"] = "Rows" },
                },
            },
        };
    }

    private static JsonObject Count(string dataset) => new()
    {
        ["name"] = NameOf($"rows-of-{dataset}"),
        ["title"] = $"Rows of {dataset}",
        ["question"] = $"How many rows does {dataset} have?",
        ["dataset"] = dataset,
        ["options"] = new JsonObject { ["$apply"] = "aggregate($count as rows)" },
        ["chart"] = new JsonObject
        {
            ["mark"] = new JsonObject { ["type"] = "bar", ["tooltip"] = true },
            ["encoding"] = new JsonObject
            {
                ["x"] = new JsonObject { ["field"] = "rows", ["type"] = "quantitative", ["title"] = "Rows" },
            },
        },
    };

    private static string NameOf(string text)
    {
        var name = NotInName().Replace(text.ToLowerInvariant(), "-");
        return (name.Length <= LongestName ? name : name[..LongestName]).Trim('-');
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]*$")]
    private static partial Regex PlainName();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotInName();
}
