using System.Text;
using System.Xml;
using Microsoft.OData;
using Microsoft.OData.Edm;
using Microsoft.OData.Edm.Csdl;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>The reader of OData's own library, which clients are made of, understands what the service answers.</summary>
public sealed class ClientTests(AnalyticsFixture analytics) : IClassFixture<AnalyticsFixture>
{
    [Fact]
    public async Task A_client_reads_the_model_and_pages_through_a_set_by_it()
    {
        var model = await ReadModelAsync();
        var set = model.EntityContainer.FindEntitySet("items");
        List<ODataResource> rows = [];
        IEnumerable<KeyValuePair<string, string>> options = [KeyValuePair.Create("$filter", "id gt 0"), KeyValuePair.Create("$orderby", "price")];
        for (var pages = 1; ; pages++)
        {
            var answer = await analytics.GetAsync("items", options, new Dictionary<string, string> { ["Prefer"] = "maxpagesize=13" });
            var next = Read(model, set, answer, rows);
            if (next is null)
            {
                Assert.Equal(5, pages);
                break;
            }

            options = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(next.Query).Select(p => KeyValuePair.Create(p.Key, p.Value.ToString()));
        }

        var expected = analytics.Data["items"].ToDictionary(r => (long)r["id"]!);
        Assert.Equal(expected.Count, rows.Select(r => (long)Value(r, "id")!).Distinct().Count());
        Assert.All(rows, row =>
        {
            var right = expected[(long)Value(row, "id")!];
            Assert.Equal(right["price"], Value(row, "price"));
            Assert.Equal(right["name"], Value(row, "name"));
            Assert.Equal(right["ratio"], Value(row, "ratio"));
            Assert.Equal(right["at"], (Value(row, "at") as DateTimeOffset?)?.UtcDateTime);
        });
    }

    [Fact]
    public async Task A_client_reads_the_same_model_from_json()
    {
        var json = new System.Text.Json.Utf8JsonReader(Encoding.UTF8.GetBytes((await analytics.GetAsync("$metadata", [KeyValuePair.Create("$format", "json")])).Text));

        Assert.True(CsdlReader.TryParse(ref json, out var model, out _));
        Assert.NotNull(model.FindDeclaredEntitySet("items").FindNavigationTarget(
            ((IEdmEntityType)model.FindType("Sluice.items")).NavigationProperties().Single(n => n.Name == "owner")));
    }

    private static object? Value(ODataResource row, string name) => row.Properties.OfType<ODataProperty>().Single(p => p.Name == name).Value;

    private static Uri? Read(IEdmModel model, IEdmEntitySet set, HttpAnswer answer, List<ODataResource> rows)
    {
        using var message = new ODataMessageReader(
            new Message(answer), new ODataMessageReaderSettings { BaseUri = new Uri("http://localhost/api/data/") }, model);
        var reader = message.CreateODataResourceSetReader(set, set.EntityType);
        Uri? next = null;
        while (reader.Read())
        {
            if (reader.State == ODataReaderState.ResourceEnd)
            {
                rows.Add((ODataResource)reader.Item);
            }
            else if (reader.State == ODataReaderState.ResourceSetEnd)
            {
                next = ((ODataResourceSet)reader.Item).NextPageLink;
            }
        }

        return next;
    }

    private async Task<IEdmModel> ReadModelAsync()
    {
        using var xml = XmlReader.Create(new StringReader((await analytics.GetAsync("$metadata", [])).Text));
        return CsdlReader.Parse(xml);
    }

    private sealed class Message(HttpAnswer answer) : IODataResponseMessage
    {
        public IEnumerable<KeyValuePair<string, string>> Headers => [KeyValuePair.Create("Content-Type", answer.ContentType!)];

        public int StatusCode { get; set; } = answer.Status;

        public string? GetHeader(string headerName) => headerName switch
        {
            "Content-Type" => answer.ContentType,
            "OData-Version" => "4.0",
            _ => null,
        };

        public Stream GetStream() => new MemoryStream(Encoding.UTF8.GetBytes(answer.Text));

        public void SetHeader(string headerName, string headerValue) => throw new NotSupportedException("It is only read.");
    }
}
