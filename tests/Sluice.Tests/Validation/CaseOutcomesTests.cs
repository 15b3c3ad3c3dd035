using System.Globalization;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Tests.Lake;

namespace Sluice.Tests.Validation;

/// <summary>
/// What becomes of each of the files in <c>Cases/csv</c> that has a lake definition: <c>outcomes.txt</c> has its rows, its rejects, or why
/// it or its definition is refused. An entry can change properties of the dataset first.
/// </summary>
public sealed class CaseOutcomesTests
{
    private const int MostLines = 7;
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string Folder = RepositoryRoot.Of("tests", "Sluice.Tests", "Cases", "csv");

    /// <summary>By file: the changes of the dataset as JSON, and the lines of the outcome.</summary>
    public static TheoryData<string, string, string[]> Outcomes
    {
        get
        {
            var outcomes = new TheoryData<string, string, string[]>();
            foreach (var entry in File.ReadAllText(Path.Combine(Folder, "outcomes.txt")).Split("\n== ").Skip(1))
            {
                var lines = entry.Split('\n', StringSplitOptions.RemoveEmptyEntries);
                var (file, changes) = lines[0].Split(' ', 2) is [var f, var c] ? (f, c) : (lines[0], "{}");
                outcomes.Add(file, changes, lines[1..]);
            }

            return outcomes;
        }
    }

    [Theory]
    [MemberData(nameof(Outcomes))]
    public async Task A_file_has_its_outcome(string file, string changes, string[] outcome) =>
        Assert.Equal(outcome, await ReadAsync(file, JsonNode.Parse(changes)!.AsObject()));

    [Fact]
    public void Every_file_with_a_lake_definition_has_an_outcome()
    {
        var lakes = Directory.GetFiles(Path.Combine(Folder, "lakes")).Select(f => Path.GetFileNameWithoutExtension(f));
        Assert.Equal(lakes.ToHashSet(), Outcomes.Select(o => o.Data.Item1.Split(".csv")[0]).ToHashSet());
    }

    private static async Task<List<string>> ReadAsync(string file, JsonObject changes)
    {
        var lake = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "lakes", $"{file.Split(".csv")[0]}.json")))!.AsObject();
        Merge(lake["resources"]![0]!.AsObject(), changes);
        Dataset dataset;
        try
        {
            dataset = LakeFolder.Load(lake.ToJsonString()).Datasets[0];
        }
        catch (LakeDefinitionException e)
        {
            return [.. e.Errors.Select(error => $"definition {error.Pointer["/resources/0".Length..]}: {error.Message}")];
        }

        try
        {
            var read = await Given.ReadAsync(dataset, await File.ReadAllBytesAsync(Path.Combine(Folder, file)), name: file);
            List<string> lines = dataset.Dialect.IsOpen && DialectJson.Write(read.Dialect) is { Count: > 0 } dialect
                ? [$"dialect {dialect.ToJsonString(Relaxed)}"]
                : [];
            lines.AddRange(read.Changes.Select(c => $"column {Escape(c.Column)} is {c.Change}, {c.Action}"));
            lines.AddRange(Shorten(read.Rows.Select(r => $"row {r.Number}: {Escape(TextOf(dataset.Schema, r.Values))}")));
            lines.AddRange(Shorten(read.Rejects.SelectMany(r => r.Errors.Select(
                e => $"reject {r.Row}, line {r.Line}, byte {r.ByteOffset}, {Escape($"{e.Field ?? "row"}: {e.Message}")}"))));
            return lines;
        }
        catch (FileRefusedException e)
        {
            return [$"refused: {Escape(e.Message)}"];
        }
    }

    private static void Merge(JsonObject target, JsonObject changes)
    {
        foreach (var (name, value) in changes)
        {
            if (value is JsonObject inner && target[name] is JsonObject old)
            {
                Merge(old, inner);
            }
            else
            {
                target[name] = value?.DeepClone();
            }
        }
    }

    private static List<string> Shorten(IEnumerable<string> lines)
    {
        var all = lines.ToList();
        return all.Count <= MostLines ? all : [.. all.Take(MostLines), $"and {all.Count - MostLines} more"];
    }

    // Decimals are kept as whole numbers.
    private static string TextOf(TableSchema schema, string values)
    {
        var cells = values.Split('|');
        if (cells.Length != schema.Fields.Count)
        {
            return values;
        }

        return string.Join('|', cells.Select((c, i) => schema.Fields[i].Column is { Kind: ColumnKind.Decimal, Scale: var scale }
            && BigInteger.TryParse(c, CultureInfo.InvariantCulture, out var number) ? Decimal(number, scale) : c));
    }

    private static string Decimal(BigInteger number, int scale)
    {
        var digits = BigInteger.Abs(number).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var text = $"{digits[..^scale]}.{digits[^scale..]}".TrimEnd('0').TrimEnd('.');
        return number.Sign < 0 ? $"-{text}" : text;
    }

    private static string Escape(string text)
    {
        var json = JsonSerializer.Serialize(
            text.Length > 400 ? $"{text[..400]}…" : text, Relaxed);
        return json[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal);
    }
}
