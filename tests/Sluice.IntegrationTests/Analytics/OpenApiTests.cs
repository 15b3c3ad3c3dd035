using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Sluice.Analytics.Reports;
using Sluice.Hosting.Http.Endpoints;
using Sluice.Hosting.Http.Errors;
using Sluice.Hosting.Http.Json;
using Sluice.Telemetry;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>The OpenAPI description is of the same model as the service.</summary>
public sealed class OpenApiTests(AnalyticsFixture analytics) : IClassFixture<AnalyticsFixture>
{
    private readonly JsonElement document = JsonElement.Parse(
        new OpenApiDocument(
            analytics.Model,
            ReportCatalog.Load(RepositoryRoot.Of("lake", "none.json"), Sluice.Analytics.Model.AnalyticsModel.From(SampleLakeData.Lake)))
            .Body.Span);

    [Fact]
    public void Whatever_it_refers_to_is_there_and_no_operation_has_the_name_of_another()
    {
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var all = Everything(document).ToList();
        var references = all.Where(p => p.Name == "$ref").Select(p => p.Value.GetString()!).ToList();
        var operations = all.Where(p => p.Name == "operationId").Select(p => p.Value.GetString()!).ToList();

        Assert.NotEmpty(references);
        Assert.All(references, r => Assert.True(schemas.TryGetProperty(r["#/components/schemas/".Length..], out _), r));
        Assert.Equal(operations.Distinct(), operations);
    }

    [Fact]
    public void It_has_the_version_of_the_app_and_so_has_its_health()
    {
        Assert.Equal(SluiceVersion.Text, document.GetProperty("info").GetProperty("version").GetString());
        Assert.Contains(Everything(document.GetProperty("paths").GetProperty("/health")), p => p.Name == "version");
    }

    [Fact]
    public void A_row_may_have_the_rows_that_it_is_related_to()
    {
        var properties = document.GetProperty("components").GetProperty("schemas").GetProperty("items").GetProperty("properties");

        Assert.Equal(
            "#/components/schemas/owners", properties.GetProperty("owner").GetProperty("anyOf")[0].GetProperty("$ref").GetString());
        Assert.Equal(("array", "#/components/schemas/events"), (
            properties.GetProperty("events").GetProperty("type").GetString(),
            properties.GetProperty("events").GetProperty("items").GetProperty("$ref").GetString()));
        Assert.Equal("integer", properties.GetProperty("events@odata.count").GetProperty("type").GetString());
        Assert.Equal("string", properties.GetProperty("events@odata.nextLink").GetProperty("type").GetString());
        Assert.Contains("owner, events, file, or *", Expand("/data/items").Single(), StringComparison.Ordinal);
        Assert.Empty(Expand("/data/loads"));

        IEnumerable<string> Expand(string path) =>
            document.GetProperty("paths").GetProperty(path).GetProperty("get").GetProperty("parameters").EnumerateArray()
            .Where(p => p.GetProperty("name").GetString() == "$expand").Select(p => p.GetProperty("description").GetString()!);
    }

    [Fact]
    public void The_forms_of_a_load_are_those_that_are_accepted()
    {
        var forms = LoadForms();
        string[] properties = ["file", "path", "dataset", "again", "stale", "rejected"];
        List<string> accepted = [];
        for (var chosen = 0; chosen < 1 << properties.Length; chosen++)
        {
            var body = new JsonObject();
            foreach (var (i, property) in properties.Index().Where(p => (chosen & (1 << p.Index)) != 0))
            {
                body[property] = i < 3 ? "data/ads/Ads.csv" : true;
            }

            Assert.True(IsAccepted(body) == IsDescribed(body), body.ToJsonString());
            if (IsAccepted(body))
            {
                accepted.Add(string.Join(' ', body.Select(p => p.Key)));
            }
        }

        Assert.Equal(
            [
                "file", "path", "dataset", "file again", "path again", "dataset again", "path stale", "dataset stale", "path rejected",
                "dataset rejected", "path stale rejected", "dataset stale rejected",
            ],
            accepted);
        Assert.False(IsDescribed(new JsonObject { ["file"] = "data/ads/Ads.csv", ["agian"] = true }));
        Assert.False(IsDescribed(new JsonObject { ["file"] = 7 }));

        bool IsDescribed(JsonObject body) => forms.Evaluate(JsonElement.Parse(body.ToJsonString())).IsValid;

        static bool IsAccepted(JsonObject body)
        {
            try
            {
                body.Deserialize<LoadRequest>(SluiceJson.Options)!.Select();
                return true;
            }
            catch (RequestException)
            {
                return false;
            }
        }
    }

    [Fact]
    public void The_form_of_csv_for_spreadsheets_is_told()
    {
        var format = document.GetProperty("paths").GetProperty("/data/items").GetProperty("get").GetProperty("parameters").EnumerateArray()
            .Single(p => p.GetProperty("name").GetString() == "$format");

        Assert.Contains("text/csv;escapeFormulas=true", format.GetProperty("description").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_set_and_way_that_it_names_is_answered()
    {
        foreach (var path in document.GetProperty("paths").EnumerateObject()
            .Where(p => p.Value.TryGetProperty("get", out _)).Select(p => p.Name)
            .Where(p => p.StartsWith("/data/", StringComparison.Ordinal)))
        {
            // The first row's shop has a text as its key.
            var address = path["/data/".Length..].Replace("shops('{id}')", "shops('a')", StringComparison.Ordinal)
                .Replace("owners({id})", "owners(1)", StringComparison.Ordinal);
            address = System.Text.RegularExpressions.Regex.Replace(address, @"^(\w+)\(_file={_file},_row={_row}\)",
                m => $"{m.Groups[1]}(_file={analytics.Data[m.Groups[1].Value][0]["_file"]},_row=1)");
            if (address.Contains('{', StringComparison.Ordinal))
            {
                // The ledger has files, but the test does not know their rows.
                continue;
            }

            Assert.True((await analytics.GetAsync(address, [])).Status is 200 or 204, address);
        }
    }

    [Fact]
    public void A_key_is_written_as_OData_reads_it()
    {
        var paths = document.GetProperty("paths").EnumerateObject().Select(p => p.Name).ToList();

        Assert.Contains("/data/shops('{id}')", paths);
        Assert.Contains("/data/owners({id})", paths);
    }

    /// <summary>The schema of the body of a load, with all that it refers to.</summary>
    private JsonSchema LoadForms()
    {
        const string Place = "#/components/schemas/";
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var request = schemas.GetProperty("LoadRequest");
        var definitions = request.GetProperty("oneOf").EnumerateArray().Select(f => f.GetProperty("$ref").GetString()![Place.Length..])
            .ToDictionary(n => n, n => schemas.GetProperty(n));
        var forms = new { oneOf = definitions.Keys.Select(n => new Dictionary<string, string> { ["$ref"] = $"#/$defs/{n}" }), definitions };
        return JsonSchema.FromText(JsonSerializer.Serialize(forms).Replace("\"definitions\"", "\"$defs\"", StringComparison.Ordinal));
    }

    private static IEnumerable<JsonProperty> Everything(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Everything(p.Value).Prepend(p)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Everything),
        _ => [],
    };
}
