using System.Text;
using System.Xml;
using Microsoft.OData;
using Microsoft.OData.Edm;
using Microsoft.OData.Edm.Csdl;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>The reader of the OData library, on which clients are built, understands the service's answers.</summary>
public sealed class ClientTests(AnalyticsFixture analytics) : IClassFixture<AnalyticsFixture>
{
    [Fact]
    public async Task A_client_reads_the_model_and_pages_through_a_set_by_it()
    {
        var model = await ReadModelAsync();
        var set = model.EntityContainer.FindEntitySet("items");
        List<ODataResource> rows = [];
        IEnumerable<KeyValuePair<string, string>> options =
            [KeyValuePair.Create("$filter", "id gt 0"), KeyValuePair.Create("$orderby", "price")];
        for (var pages = 1; ; pages++)
        {
            var answer = await analytics.GetAsync("items", options, new Dictionary<string, string> { ["Prefer"] = "maxpagesize=13" });
            var next = Read(model, set, answer, rows);
            if (next is null)
            {
                Assert.Equal(5, pages);
                break;
            }

            options = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(next.Query)
                .Select(p => KeyValuePair.Create(p.Key, p.Value.ToString()));
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

    [Theory]
    [InlineData("minimal")]
    [InlineData("full")]
    public async Task A_client_reads_an_expanded_collection_and_the_link_to_its_rest(string metadata)
    {
        var model = await ReadModelAsync();
        var set = model.EntityContainer.FindEntitySet("owners");
        var answer = await analytics.GetAsync(
            "owners", [KeyValuePair.Create("$expand", "items($orderby=id;$count=true)"), KeyValuePair.Create("$orderby", "id")],
            new Dictionary<string, string> { ["Accept"] = $"application/json;odata.metadata={metadata}" },
            new Sluice.Analytics.Requests.QueryLimits { ExpandSize = 3 });
        List<(long Owner, long? Count, List<long> Items, string? Next)> read = [];
        List<long> items = [];
        long? count = null;
        Uri? next = null;
        var depth = 0;
        Read(model, set, answer, reader =>
        {
            switch (reader.State)
            {
                case ODataReaderState.NestedResourceInfoStart:
                    // The others are not expanded.
                    items = ((ODataNestedResourceInfo)reader.Item).Name == "items" ? [] : items;
                    depth++;
                    break;
                case ODataReaderState.NestedResourceInfoEnd:
                    depth--;
                    break;
                case ODataReaderState.ResourceSetEnd when depth == 1:
                    (count, next) = (((ODataResourceSet)reader.Item).Count, ((ODataResourceSet)reader.Item).NextPageLink);
                    break;
                case ODataReaderState.ResourceEnd when depth == 1:
                    items.Add((long)Value((ODataResource)reader.Item, "id")!);
                    break;
                case ODataReaderState.ResourceEnd:
                    read.Add(((long)Value((ODataResource)reader.Item, "id")!, count, items, next?.AbsolutePath));
                    break;
                default:
                    break;
            }
        });

        Assert.Equal(8, read.Count);
        Assert.All(read, r =>
        {
            var expected = analytics.Data["items"]
                .Where(i => i["owner_id"] is { } owner && owner.Equals(r.Owner)).Select(i => (long)i["id"]!).ToList();
            Assert.Equal(expected.Take(3), r.Items);
            Assert.Equal(expected.Count, r.Count);
            Assert.Equal(expected.Count > 3 ? $"/api/data/owners({r.Owner})/items" : null, r.Next);
        });
    }

    [Fact]
    public async Task A_client_reads_the_same_model_from_json()
    {
        var json = new System.Text.Json.Utf8JsonReader(
            Encoding.UTF8.GetBytes((await analytics.GetAsync("$metadata", [KeyValuePair.Create("$format", "json")])).Text));

        Assert.True(CsdlReader.TryParse(ref json, out var model, out _));
        Assert.NotNull(model.FindDeclaredEntitySet("items").FindNavigationTarget(
            ((IEdmEntityType)model.FindType("Sluice.items")).NavigationProperties().Single(n => n.Name == "owner")));
    }

    private static object? Value(ODataResource row, string name) =>
        row.Properties.OfType<ODataProperty>().Single(p => p.Name == name).Value;

    private static Uri? Read(IEdmModel model, IEdmEntitySet set, HttpAnswer answer, List<ODataResource> rows)
    {
        Uri? next = null;
        Read(model, set, answer, reader =>
        {
            if (reader.State == ODataReaderState.ResourceEnd)
            {
                rows.Add((ODataResource)reader.Item);
            }
            else if (reader.State == ODataReaderState.ResourceSetEnd)
            {
                next = ((ODataResourceSet)reader.Item).NextPageLink;
            }
        });
        return next;
    }

    private static void Read(IEdmModel model, IEdmEntitySet set, HttpAnswer answer, Action<ODataReader> look)
    {
        using var message = new ODataMessageReader(
            new Message(answer), new ODataMessageReaderSettings { BaseUri = new Uri("http://localhost/api/data/") }, model);
        var reader = message.CreateODataResourceSetReader(set, set.EntityType);
        while (reader.Read())
        {
            look(reader);
        }
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
