using System.Text.Json;
using Sluice.IntegrationTests.Local;

namespace Sluice.IntegrationTests.SqlServer;

/// <summary>The verbs of the command line on a SQL Server: they do what they do on the embedded warehouse.</summary>
public sealed class VerbTests : IDisposable
{
    private const string Lake = """
        {
          "name": "lake",
          "resources": [{
            "name": "ads", "path": "data/ads/*.csv", "sluice:write": "merge",
            "schema": {
              "primaryKey": "id",
              "fields": [
                { "name": "id", "type": "integer" },
                { "name": "title", "type": "string", "constraints": { "maxLength": 50 } },
                { "name": "price", "type": "number", "sluice:type": "decimal(12,2)" },
                { "name": "sold", "type": "boolean" },
                { "name": "at", "type": "datetime" }
              ]
            }
          }]
        }
        """;

    // What is no single query that only reads, or asks for what is not there.
    private static readonly string[] Refused =
    [
        "DROP TABLE lake.ads",
        "SELECT 1; DROP TABLE lake.ads",
        "SELECT * INTO lake.other FROM lake.ads",
        "WITH a AS (SELECT * FROM lake.ads) DELETE FROM a",
        "EXEC sp_who",
        "SELECT 1\nGO\nSELECT 2",
        "SELECT * FROM lake.nothing",
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Files_are_loaded_asked_for_corrected_reloaded_and_erased_and_a_question_changes_nothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        string[] settings =
        [
            "Warehouse__Provider=SqlServer", $"Warehouse__ConnectionString={database.ConnectionString}",
            $"Sensitive__HashKey={Convert.ToBase64String(new byte[32])}",
        ];
        Directory.CreateDirectory(folder.Of("lake"));
        Directory.CreateDirectory(folder.Of("ads"));
        folder.Write("lake/datapackage.json", Lake);
        folder.Write("ads/a.csv", "id,title,price,sold,at\n1,Zoë's [bike],1.50,true,2026-01-31T10:00:00Z\n2,,,,\nx,b,2,false,\n");

        await RunAsync("sweep", "--data", ".");
        Assert.Equal(
            """[{"id":1,"title":"Zoë's [bike]","price":1.50,"sold":true,"at":"2026-01-31T10:00:00"},"""
                + """{"id":2,"title":null,"price":null,"sold":null,"at":null}]""",
            await JsonAsync("query", "SELECT id, title, price, sold, at FROM lake.ads ORDER BY id"));
        Assert.Equal(
            ["id,title", "1,Zoë's [bike]"], await RunAsync("query", "--odata", "ads?$filter=price gt 1&$select=id,title", "--csv"));
        Assert.Contains(
            await RunAsync("query", "--odata", "ads?$filter=price gt 1", "--explain"),
            l => l.Contains("SELECT", StringComparison.Ordinal));
        var status = JsonElement.Parse(await JsonAsync("status"));
        Assert.Equal(1, status.GetProperty("datasets")[0].GetProperty("files").GetProperty("loaded").GetInt32());
        Assert.True(status.GetProperty("warehouse_bytes").ValueKind is JsonValueKind.Number or JsonValueKind.Null);
        await RunAsync("status");
        Assert.Equal(1, JsonElement.Parse(await JsonAsync("rejects", "--dataset", "ads", "--group")).GetArrayLength());
        Assert.Equal(1, JsonElement.Parse(await JsonAsync("rejects")).GetArrayLength());

        foreach (var sql in Refused)
        {
            var (exitCode, output, errors) = await Cli.RunInAsync(folder.Path, settings, "query", sql);
            Assert.Equal((sql, 2, 0), (sql, exitCode, output.Count));
            Assert.NotEmpty(errors);
            Assert.DoesNotContain(errors, l => l.Contains("   at ", StringComparison.Ordinal));
        }

        var exported = (await RunAsync("rejects", "--export", "out", "--data", "."))[0];
        var text = await File.ReadAllTextAsync(folder.Of(exported), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            folder.Of(exported), text.Replace("x,b", "3,b", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await RunAsync("load", exported, "--dataset", "ads", "--data", ".");
        await RunAsync("reload", "--dataset", "ads", "--data", ".");
        await RunAsync("erase", "ads", "id=2", "--data", ".");
        Assert.Equal(["id", "1", "3"], await RunAsync("query", "SELECT id FROM lake.ads ORDER BY id", "--csv"));

        async Task<IReadOnlyList<string>> RunAsync(params string[] arguments)
        {
            var (exitCode, output, errors) = await Cli.RunInAsync(folder.Path, settings, arguments);
            Assert.True(exitCode == 0, $"{string.Join(' ', arguments)}: {exitCode}\n{string.Join('\n', errors)}");
            return output;
        }

        async Task<string> JsonAsync(params string[] arguments) => string.Concat(await RunAsync([.. arguments, "--json"]));
    }
}
