using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Local.Asking;
using Sluice.Local.Terminal;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Sluice.Local.Commands;

/// <summary>What is in a lake and its warehouse at a moment.</summary>
/// <param name="Files">For each dataset and state, the files, and their rows and rejects.</param>
/// <param name="Rejects">For each dataset and rule, the errors of rejected rows.</param>
/// <param name="Sweep">The last sweep, or <see langword="null"/>.</param>
/// <param name="Bytes">The size of the warehouse in bytes, or <see langword="null"/> if it cannot be told.</param>
internal sealed record LakeStatus(
    IReadOnlyList<JsonElement> Files, IReadOnlyList<JsonElement> Rejects, JsonElement? Sweep, long? Bytes)
{
    private const string FilesByState =
        "files?$apply=groupby((dataset,state),aggregate($count as files,rows with sum as rows,rejected with sum as rejected))";

    private const string RejectsByRule =
        "rejects?$apply=groupby((dataset,rule),aggregate($count as errors))&$orderby=errors desc,dataset,rule";

    private const string LastSweep = "operations?$filter=kind eq 'sweep'&$orderby=id desc&$top=1";

    // States of a last load, in the order in which they are shown.
    private static readonly (string Name, string[] States)[] Groups =
    [
        ("loaded", ["loaded", "unchanged"]),
        ("waiting", ["running", "waiting", "archived"]),
        ("failed", ["failed"]),
        ("refused", ["refused"]),
        ("other", ["skipped", "superseded", "removed", "ignored"]),
    ];

    /// <summary>Asks for it.</summary>
    public static async Task<LakeStatus> ReadAsync(LakeClient client, CancellationToken cancellationToken) => new(
        await client.ReadAsync(FilesByState, cancellationToken),
        await client.ReadAsync(RejectsByRule, cancellationToken),
        await client.ReadAsync(LastSweep, cancellationToken) is [var sweep, ..] ? sweep : null,
        await client.GetWarehouseBytesAsync(cancellationToken));

    /// <summary>For programs.</summary>
    public JsonObject ToJson() => new()
    {
        ["datasets"] = new JsonArray([.. ByDataset().Select(d => new JsonObject
        {
            ["dataset"] = d.Key,
            ["files"] = new JsonObject(
                [.. d.Select(s => KeyValuePair.Create(s.GetProperty("state").GetString()!, (JsonNode?)Of(s, "files")))]),
            ["rows"] = d.Sum(s => Of(s, "rows")),
            ["rejected"] = d.Sum(s => Of(s, "rejected")),
        })]),
        ["rejects"] = new JsonArray([.. Rejects.Select(r => JsonNode.Parse(r.GetRawText()))]),
        ["last_sweep"] = Sweep is { } sweep ? JsonNode.Parse(sweep.GetRawText()) : null,
        ["warehouse_bytes"] = Bytes,
    };

    /// <summary>For people.</summary>
    public IRenderable ToRenderable()
    {
        var files = Show.Table("dataset", [.. Groups.Select(g => g.Name), "rows", "rejected"]);
        foreach (var dataset in ByDataset())
        {
            files.AddRow(
            [
                Markup.Escape(dataset.Key ?? "(no dataset)"),
                .. Groups.Select(g => Show.Number(
                    dataset.Where(s => g.States.Contains(s.GetProperty("state").GetString())).Sum(s => Of(s, "files")))),
                Show.Number(dataset.Sum(s => Of(s, "rows"))), Show.Number(dataset.Sum(s => Of(s, "rejected"))),
            ]);
        }

        List<IRenderable> parts = [Files.Count == 0 ? new Spectre.Console.Text("No file has been loaded yet.") : files];
        if (Rejects.Count > 0)
        {
            var rejects = new Table().Border(TableBorder.Simple)
                .AddColumn("dataset").AddColumn("rule").AddColumn("errors", c => c.RightAligned());
            foreach (var reject in Rejects)
            {
                rejects.AddRow(
                    Markup.Escape(reject.GetProperty("dataset").GetString()!), Markup.Escape(reject.GetProperty("rule").GetString()!),
                    Show.Number(Of(reject, "errors")));
            }

            parts.Add(rejects);
        }

        parts.Add(new Spectre.Console.Text($"Last sweep: {Describe(Sweep)}"));
        var size = Bytes switch
        {
            null => "of unknown size",
            < 1_000_000 => "less than 1 MB",
            var bytes => $"{Show.Number((bytes.Value + 999_999) / 1_000_000)} MB",
        };
        parts.Add(new Spectre.Console.Text($"Warehouse: {size}"));
        return new Spectre.Console.Rows(parts);
    }

    private static string Describe(JsonElement? sweep) => sweep is not { } last
        ? "none yet"
        : $"{last.GetProperty("started_at").GetString()}, {last.GetProperty("state").GetString()}, "
            + $"{Show.Number(Of(last, "loaded"))} of {Show.Number(Of(last, "matched"))} files loaded";

    private IEnumerable<IGrouping<string?, JsonElement>> ByDataset() =>
        Files.GroupBy(f => f.GetProperty("dataset").GetString()).OrderBy(g => g.Key ?? "\uFFFF", StringComparer.Ordinal);

    private static long Of(JsonElement row, string name) =>
        row.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : 0;
}
