using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Hosting.Http.Endpoints;
using Sluice.IntegrationTests.Local;
using Sluice.IO;
using Sluice.Lake.Definition;
using Sluice.Rows;
using Sluice.Validation;
using Sluice.Validation.Rows;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>The descriptor of the sets, for clients of Data Packages.</summary>
public sealed class DataPackageTests(AnalyticsFixture analytics) : IClassFixture<AnalyticsFixture>
{
    private const string Root = "http://localhost/api/data/";

    // The names of the ledger are no names of datasets.
    private const string Exported = "exported_";

    private JsonElement Package =>
        JsonElement.Parse(new DataPackage(analytics.Model, analytics.Lake).Describe(Root).ToJsonString());

    [Fact]
    public void Each_set_is_a_resource_with_the_address_of_its_csv()
    {
        var resources = Package.GetProperty("resources").EnumerateArray().ToList();

        Assert.Equal("https://datapackage.org/profiles/2.0/datapackage.json", Package.GetProperty("$schema").GetString());
        Assert.Equal(analytics.Model.Sets.Select(s => s.Name), resources.Select(r => r.GetProperty("name").GetString()));
        Assert.All(resources, r => Assert.Equal(
            $"{Root}{r.GetProperty("name").GetString()}?$format=csv", r.GetProperty("path").GetString()));
        Assert.All(resources, r => Assert.Equal(("table", "csv", "text/csv", "utf-8"), (
            r.GetProperty("type").GetString(), r.GetProperty("format").GetString(), r.GetProperty("mediatype").GetString(),
            r.GetProperty("encoding").GetString())));
    }

    [Fact]
    public void Keys_are_those_that_are_served()
    {
        var items = Schema("items");

        Assert.Equal(["_file", "_row"], items.GetProperty("primaryKey").EnumerateArray().Select(k => k.GetString()));
        Assert.Equal(
            """[{"fields":["owner_id"],"reference":{"fields":["id"],"resource":"owners"}}]""",
            items.GetProperty("foreignKeys").GetRawText());
        Assert.Equal(["id"], Schema("owners").GetProperty("primaryKey").EnumerateArray().Select(k => k.GetString()));
        Assert.True(Schema("owners").GetProperty("fields")[0].GetProperty("constraints").GetProperty("required").GetBoolean());
    }

    [Fact]
    public async Task What_is_exported_can_be_read_as_it_is_described()
    {
        var resources = new JsonArray();
        foreach (var resource in Package.GetProperty("resources").EnumerateArray())
        {
            // A lake has paths instead of addresses, and columns of its own that have these names.
            var own = JsonNode.Parse(resource.GetRawText())!.AsObject();
            var schema = own["schema"]!.AsObject();
            own["name"] = $"{Exported}{own["name"]}";
            own["path"] = $"data/{own["name"]}/*.csv";
            schema.Remove("foreignKeys");
            foreach (var field in schema["fields"]!.AsArray().Where(f => f!["name"]!.GetValue<string>().StartsWith('_')))
            {
                field!["sluice:aliases"] = new JsonArray(field["name"]!.GetValue<string>());
                field["name"] = Own(field["name"]!.GetValue<string>());
            }

            schema["primaryKey"] = new JsonArray(
                [.. schema["primaryKey"]!.AsArray().Select(k => k!.GetValue<string>()).Select(k => JsonValue.Create(Own(k)))]);
            resources.Add(own);
        }

        using var folder = new TemporaryFolder();
        var path = folder.Write("datapackage.json", new JsonObject
        {
            ["$schema"] = "https://datapackage.org/profiles/2.0/datapackage.json",
            ["name"] = "exports",
            ["resources"] = resources,
        }.ToJsonString());

        var lake = LakeDefinitionFile.Load(path);

        // The shops have an empty text as a key, which no file could have brought.
        foreach (var dataset in lake.Datasets.Where(d => d.Name != $"{Exported}shops"))
        {
            var set = dataset.Name[Exported.Length..];
            var csv = await analytics.GetAsync(set, [KeyValuePair.Create("$format", "csv")]);
            var rows = (await analytics.GetAsync($"{set}/$count", [])).Text;
            Assert.Equal((rows, ""), await ReadAsync(dataset, csv.Bytes));
        }
    }

    private async Task<(string Rows, string Errors)> ReadAsync(Dataset dataset, byte[] csv)
    {
        await using var reader = await DatasetReader.StartAsync(
            dataset, analytics.Warehouse.Limits, new ReadOptions(),
            (offset, _) => Task.FromResult<Stream>(new MemoryStream(csv, (int)offset, csv.Length - (int)offset)), hashing: true,
            TestContext.Current.CancellationToken, length: csv.Length);
        var batch = new ColumnBatch(dataset.Schema, 100);
        List<Reject> rejects = [];
        List<string> errors = [];
        var rows = 0;
        while (await reader.ReadAsync(batch, rejects, TestContext.Current.CancellationToken))
        {
            rows += batch.Count;
            errors.AddRange(rejects.SelectMany(r => r.Errors).Select(e => $"{dataset.Name}: {e}"));
            rejects.Clear();
        }

        return ($"{rows}", string.Join('\n', errors));
    }

    private static string Own(string name) => name.StartsWith('_') ? $"own{name}" : name;

    private JsonElement Schema(string set) => Package.GetProperty("resources").EnumerateArray()
        .Single(r => r.GetProperty("name").GetString() == set).GetProperty("schema");
}
