using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Microsoft.OData.Edm.Csdl;
using Microsoft.OData.Edm.Validation;
using Sluice.Analytics;
using Sluice.Analytics.Model;
using Sluice.Analytics.Requests;

namespace Sluice.IntegrationTests.Analytics;

public sealed class ServiceTests(AnalyticsFixture analytics) : IClassFixture<AnalyticsFixture>
{
    private static readonly XNamespace Edm = "http://docs.oasis-open.org/odata/ns/edm";

    [Fact]
    public async Task The_service_document_names_every_dataset_and_the_ledger()
    {
        var answer = await analytics.GetAsync("", []);

        Assert.Equal((200, "application/json; odata.metadata=minimal; charset=utf-8"), (answer.Status, answer.ContentType));
        Assert.Equal("http://localhost/api/data/$metadata", answer.Json.GetProperty("@odata.context").GetString());
        Assert.Equal(["owners", "items", "events", "shops", "brands", "products", "files", "loads", "rejects", "changes", "operations",
            "remains", "reconciliation", "audit"],
            answer.Rows.Select(r => r.GetProperty("name").GetString()));
        Assert.All(answer.Rows, r => Assert.Equal(
            (r.GetProperty("name").GetString(), "EntitySet"), (r.GetProperty("url").GetString(), r.GetProperty("kind").GetString())));
    }

    [Fact]
    public async Task The_model_has_types_keys_ways_and_descriptions()
    {
        var answer = await analytics.GetAsync("$metadata", []);
        Assert.Equal((200, "application/xml; charset=utf-8"), (answer.Status, answer.ContentType));
        var types = XDocument.Parse(answer.Text).Descendants(Edm + "EntityType").ToDictionary(t => (string)t.Attribute("Name")!);

        Assert.Equal(
            [
                "id:Edm.Int64", "owner_id:Edm.Int64", "name:Edm.String", "qty:Edm.Int64", "price:Edm.Decimal", "big:Edm.Decimal",
                "ratio:Edm.Double",
                "active:Edm.Boolean", "day:Edm.Date", "at:Edm.DateTimeOffset", "opens:Edm.TimeOfDay", "_file:Edm.Int64", "_row:Edm.Int64",
                "_loaded_at:Edm.DateTimeOffset",
            ],
            types["items"].Elements(Edm + "Property").Select(p => $"{p.Attribute("Name")!.Value}:{p.Attribute("Type")!.Value}"));
        Assert.Equal(["_file", "_row"], Keys("items"));
        Assert.Equal(["id"], Keys("owners"));
        Assert.Equal(
            ["owner:Sluice.owners", "file:Sluice.files", "events:Collection(Sluice.events)"],
            types["items"].Elements(Edm + "NavigationProperty").Select(p => $"{p.Attribute("Name")!.Value}:{p.Attribute("Type")!.Value}"));
        Assert.Contains("What price says.", types["items"].ToString(), StringComparison.Ordinal);

        IEnumerable<string> Keys(string type) => types[type].Descendants(Edm + "PropertyRef").Select(p => p.Attribute("Name")!.Value);
    }

    [Fact]
    public async Task The_model_is_valid_by_the_rules_of_the_standard()
    {
        foreach (var model in (AnalyticsModel[])[analytics.Model, AnalyticsModel.From(SampleLakeData.Lake),
            AnalyticsModel.From(NumberData.Lake)])
        {
            var documents = new ModelDocuments(model);
            Assert.True(CsdlReader.TryParse(XmlReader.Create(new MemoryStream(documents.Xml.ToArray())), out var read, out var faults),
                string.Join('\n', faults));

            read.Validate(out var errors);

            Assert.Empty(errors.Select(e => e.ToString()));
        }

        Assert.Equal(200, (await analytics.GetAsync("$metadata", [])).Status);
    }

    [Fact]
    public async Task The_vocabularies_of_the_model_are_referred_to()
    {
        XNamespace edmx = "http://docs.oasis-open.org/odata/ns/edmx";
        var document = XDocument.Parse((await analytics.GetAsync("$metadata", [])).Text);
        var included = document.Descendants(edmx + "Include")
            .ToDictionary(i => (string)i.Attribute("Alias")!, i => (string)i.Attribute("Namespace")!);
        var used = document.Descendants(Edm + "Annotation")
            .Select(a => ((string)a.Attribute("Term")!).Split('.')[..^1]).Select(n => string.Join('.', n)).Distinct();

        Assert.All(document.Descendants(edmx + "Reference"),
            r => Assert.StartsWith("https://", (string)r.Attribute("Uri")!, StringComparison.Ordinal));
        Assert.All(used, n => Assert.True(included.ContainsKey(n) || included.ContainsValue(n), n));
        var json = (await analytics.GetAsync("$metadata", [KeyValuePair.Create("$format", "json")])).Json;
        Assert.Contains("Org.OData.Core.V1", json.GetProperty("$Reference").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_is_as_long_as_its_field_says()
    {
        var model = XDocument.Parse(
            System.Text.Encoding.UTF8.GetString(new ModelDocuments(AnalyticsModel.From(SampleLakeData.Lake)).Xml.Span));

        Assert.Equal(
            ["title:200", "category:20", "city:100"],
            model.Descendants(Edm + "EntityType").Single(t => (string)t.Attribute("Name")! == "ads").Elements(Edm + "Property")
                .Where(p => p.Attribute("MaxLength") is not null)
                .Select(p => $"{p.Attribute("Name")!.Value}:{p.Attribute("MaxLength")!.Value}"));
    }

    [Theory]
    [InlineData("$format", "json", null)]
    [InlineData("$format", "application/json", null)]
    [InlineData(null, null, "application/json")]
    public async Task The_model_is_there_as_json_too(string? option, string? value, string? accept)
    {
        var answer = await analytics.GetAsync(
            "$metadata", option is null ? [] : [KeyValuePair.Create(option, value!)],
            accept is null ? null : new Dictionary<string, string> { ["Accept"] = accept });

        Assert.Equal("application/json; charset=utf-8", answer.ContentType);
        Assert.Equal("EntityType", answer.Json.GetProperty("Sluice").GetProperty("items").GetProperty("$Kind").GetString());
    }

    [Fact]
    public async Task A_row_has_an_address_by_its_key()
    {
        var owner = await analytics.GetAsync("owners(3)", [KeyValuePair.Create("$select", "id,city")]);
        var item = await analytics.GetAsync("items(_file=2,_row=5)", [KeyValuePair.Create("$expand", "owner")]);

        Assert.Equal("http://localhost/api/data/$metadata#owners(id,city)/$entity", owner.Json.GetProperty("@odata.context").GetString());
        Assert.Equal((3, "Graz"), (owner.Json.GetProperty("id").GetInt32(), owner.Json.GetProperty("city").GetString()));
        Assert.Equal(5, item.Json.GetProperty("id").GetInt32());
    }

    [Fact]
    public async Task Rows_are_counted_beside_them_or_alone()
    {
        var options = new Dictionary<string, string> { ["$filter"] = "qty gt 3" };
        var expected = analytics.Data["items"].Count(r => r["qty"] is > 3L);

        var alone = await analytics.GetAsync("items/$count", options);
        var beside = await analytics.GetAsync("items", new Dictionary<string, string>(options) { ["$count"] = "true", ["$top"] = "2" });

        Assert.Equal(("text/plain; charset=utf-8", $"{expected}"), (alone.ContentType, alone.Text));
        Assert.Equal((expected, 2), (beside.Json.GetProperty("@odata.count").GetInt32(), beside.Rows.Count));
        Assert.False(beside.Json.TryGetProperty("@odata.nextLink", out _));
    }

    [Fact]
    public async Task An_answer_tells_of_itself_as_much_as_is_asked_for()
    {
        var none = await Level("none");
        var minimal = await Level("minimal");
        var full = await Level("full");

        Assert.False(none.Json.TryGetProperty("@odata.context", out _));
        Assert.Equal("http://localhost/api/data/$metadata#owners", minimal.Json.GetProperty("@odata.context").GetString());
        Assert.Equal(["id", "city", "since", "_file", "_row"], minimal.Rows[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal(
            ["@odata.type", "@odata.id", "id@odata.type", "id", "city", "since@odata.type", "since", "_file@odata.type", "_file",
                "_row@odata.type", "_row",
                "items@odata.navigationLink", "events@odata.navigationLink", "file@odata.navigationLink"],
            full.Rows[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal(
            ("#Sluice.owners", "http://localhost/api/data/owners(1)", "#Date"),
            (full.Rows[0].GetProperty("@odata.type").GetString(), full.Rows[0].GetProperty("@odata.id").GetString(),
                full.Rows[0].GetProperty("since@odata.type").GetString()));

        Task<HttpAnswer> Level(string level) =>
            analytics.GetAsync("owners", [KeyValuePair.Create("$format", $"application/json;odata.metadata={level}")]);
    }

    [Fact]
    public async Task Numbers_are_strings_for_a_reader_that_has_only_floating_point()
    {
        var answer = await analytics.GetAsync(
            "items", [KeyValuePair.Create("$filter", "id eq 1 or big ne null"), KeyValuePair.Create("$select", "id,big,price")],
            new Dictionary<string, string> { ["Accept"] = "application/json;IEEE754Compatible=true" });

        Assert.All(answer.Rows, r => Assert.All(
            r.EnumerateObject(), p => Assert.True(p.Value.ValueKind is JsonValueKind.String or JsonValueKind.Null)));
        Assert.Contains("IEEE754Compatible=true", answer.ContentType, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_are_there_as_csv_whole_and_as_they_are()
    {
        var answer = await GetCsvAsync("csv");
        var lines = answer.Text.Split("\r\n");

        Assert.Equal("text/csv; header=present; charset=utf-8", answer.ContentType);
        Assert.Equal("id,name,qty,active,day,at,owner/city", lines[0]);
        Assert.Equal(AnalyticsData.ItemCount, lines.Length - 2);
        Assert.DoesNotContain("'=1+1", answer.Text, StringComparison.Ordinal);
        Assert.Contains(lines, l => l.StartsWith($"{Item("=1+1")},=1+1,", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith($"{Item("\ttab")},\ttab,", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("text/csv;escapeFormulas=true", null)]
    [InlineData("text/csv; header=present; ESCAPEFORMULAS=true", null)]
    [InlineData("TEXT/CSV;escapeFormulas=TRUE", null)]
    [InlineData(null, "text/csv;escapeFormulas=true, application/json;q=0.5")]
    [InlineData(null, "text/*;escapeFormulas=true, application/json;q=0.5")]
    public async Task Rows_are_there_as_csv_that_is_safe_to_open_in_a_spreadsheet(string? format, string? accept)
    {
        var answer = await GetCsvAsync(format, accept);
        var lines = answer.Text.Split("\r\n");
        var negative = analytics.Data["items"].First(r => r["qty"] is < 0L);

        Assert.Equal("text/csv; header=present; escapeFormulas=true; charset=utf-8", answer.ContentType);
        Assert.Contains(lines, l => l.StartsWith($"{Item("=1+1")},\"'=1+1\",", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith($"{Item("\ttab")},\"'\ttab\",", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith($"{negative["id"]},", StringComparison.Ordinal)
            && l.Contains($",{negative["qty"]},", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("text/csv;escapeFormulas=false", 200)]
    [InlineData("text/csv;escapeFormulas=yes", 406)]
    [InlineData("text/csv;escapeFormulas", 406)]
    [InlineData("text/csv;escapeFormula=true", 406)]
    [InlineData("csv;escapeFormulas=true", 406)]
    [InlineData("text/csv;escapeFormulas=false;escapeFormulas=true", 406)]
    [InlineData("text/csv;header=absent", 406)]
    [InlineData("text/csv;charset=utf-16", 406)]
    [InlineData("text/csv;charset=\"UTF-8\";header=present", 200)]
    [InlineData("application/json;odata.metadata=none;charset=utf-8;odata.streaming=true", 200)]
    [InlineData("application/json;odata.metdata=none", 406)]
    [InlineData("application/json;IEEE754Compatible=yes", 406)]
    [InlineData("application/json;odata=verbose", 406)]
    public async Task A_format_has_parameters_that_are_there_once_each(string format, int status)
    {
        Assert.Equal(status, (await GetCsvAsync(format)).Status);
        Assert.Equal(format.StartsWith("csv", StringComparison.Ordinal) ? 406 : status, (await GetCsvAsync(null, format)).Status);
        Assert.Equal(200, (await GetCsvAsync(null, $"{format}, application/json;q=0.1")).Status);
    }

    [Theory]
    [InlineData("=1")]
    [InlineData("\n=1")]
    [InlineData("＝1")]
    [InlineData("＋1")]
    [InlineData("－1")]
    [InlineData("＠a")]
    public async Task What_a_spreadsheet_may_run_is_escaped_in_every_width_and_after_a_line_break(string text)
    {
        var options = new Dictionary<string, string> { ["$compute"] = $"concat('{text}','x') as f", ["$select"] = "f", ["$top"] = "1" };

        var escaped = await analytics.GetAsync("items", [.. options, KeyValuePair.Create("$format", "text/csv;escapeFormulas=true")]);
        var faithful = await analytics.GetAsync("items", [.. options, KeyValuePair.Create("$format", "csv")]);

        Assert.Equal($"f\r\n'{text}x\r\n", escaped.Text.Replace("\"", "", StringComparison.Ordinal));
        Assert.Equal($"f\r\n{text}x\r\n", faithful.Text.Replace("\"", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("-99999999999999999999999999999999999999")]
    [InlineData("-0.0000000000000000000000000000000000001")]
    [InlineData("-7")]
    public async Task A_number_is_no_formula_whatever_its_digits(string number)
    {
        var answer = await analytics.GetAsync("items",
        [
            KeyValuePair.Create("$compute", $"{number} as x"), KeyValuePair.Create("$select", "x"), KeyValuePair.Create("$top", "1"),
            KeyValuePair.Create("$format", "text/csv;escapeFormulas=true"),
        ]);
        Assert.Equal($"x\r\n{number}\r\n", answer.Text);
    }

    private object? Item(string name) => analytics.Data["items"].First(r => r["name"] is string text && text == name)["id"];

    private Task<HttpAnswer> GetCsvAsync(string? format, string? accept = null)
    {
        var options = new Dictionary<string, string> { ["$select"] = "id,name,qty,day,at,active", ["$expand"] = "owner($select=city)" };
        if (format is not null)
        {
            options["$format"] = format;
        }

        return analytics.GetAsync(
            "items", options, accept is null ? null : new Dictionary<string, string> { ["Accept"] = accept },
            new QueryLimits { PageSize = 3 });
    }

    [Fact]
    public async Task A_link_keeps_the_options_and_the_key_of_who_was_let_in_by_it()
    {
        var answer = await analytics.GetAsync(
            "items", [KeyValuePair.Create("$filter", "id gt 2"), KeyValuePair.Create("code", "c2VjcmV0")],
            limits: new QueryLimits { PageSize = 5 });

        var link = new Uri(answer.Json.GetProperty("@odata.nextLink").GetString()!);
        Assert.Equal("/api/data/items", link.AbsolutePath);
        Assert.Contains("$filter=id%20gt%202&code=c2VjcmV0&$skiptoken=", link.Query, StringComparison.Ordinal);

        var related = await analytics.GetAsync(
            "owners", [KeyValuePair.Create("$expand", "items"), KeyValuePair.Create("code", "c2VjcmV0")],
            limits: new QueryLimits { ExpandSize = 1 });
        Assert.Contains(
            related.Rows, r => r.TryGetProperty("items@odata.nextLink", out var rest)
                && rest.GetString()!.Contains("/items?code=c2VjcmV0&$skiptoken=", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("owners", "items", "owner_id")]
    [InlineData("items", "events", "item_id")]
    public async Task Rows_that_are_related_to_a_row_go_on_to_the_last_page(string set, string navigation, string field)
    {
        var most = (await analytics.RowsAsync(navigation, new Dictionary<string, string>(), 100))
            .Where(r => r.GetProperty(field).ValueKind == JsonValueKind.Number).CountBy(r => r.GetProperty(field).GetInt64())
            .MaxBy(c => c.Value);

        var row = (await analytics.RowsAsync(set, new Dictionary<string, string> { ["$filter"] = $"id eq {most.Key}" }, 100)).First();
        var key = set == "items" ? $"_file={row.GetProperty("_file")},_row={row.GetProperty("_row")}" : $"{most.Key}";
        Assert.Equal(most.Value, (await analytics.RowsAsync($"{set}({key})/{navigation}", new Dictionary<string, string>(), 1)).Count);
    }

    [Fact]
    public async Task Links_lead_where_the_one_who_asks_came_in()
    {
        var answer = await analytics.GetAsync(
            "owners", [], new Dictionary<string, string> { ["X-Forwarded-Proto"] = "https", ["X-Forwarded-Host"] = "sluice.example.org" });

        Assert.Equal("https://sluice.example.org/api/data/$metadata#owners", answer.Json.GetProperty("@odata.context").GetString());
    }

    [Theory]
    [InlineData("files")]
    [InlineData("loads")]
    [InlineData("rejects")]
    [InlineData("changes")]
    [InlineData("operations")]
    [InlineData("remains")]
    [InlineData("reconciliation")]
    public async Task The_ledger_is_there_with_all_its_columns(string set)
    {
        var answer = await analytics.GetAsync(set, [KeyValuePair.Create("$count", "true")]);

        Assert.Equal(200, answer.Status);
        Assert.Equal(answer.Rows.Count, answer.Json.GetProperty("@odata.count").GetInt32());
    }

    [Fact]
    public async Task The_same_change_of_many_files_can_be_one_row()
    {
        var answer = await analytics.GetAsync("changes",
        [
            KeyValuePair.Create(
                "$apply",
                "groupby((dataset,column,change,action,sample_kind,hint),aggregate($count as files,seen_at with min as first_seen,"
                + "seen_at with max as last_seen,load with max as last_load))"),
            KeyValuePair.Create("$orderby", "last_load desc,column"),
            KeyValuePair.Create("$count", "true"),
        ]);

        Assert.Equal((200, 0), (answer.Status, answer.Rows.Count));
    }

    [Fact]
    public async Task The_file_of_a_row_is_found_by_its_number()
    {
        var item = (await analytics.GetAsync("items", [KeyValuePair.Create("$top", "1")])).Rows[0];
        var file = await analytics.GetAsync($"files({item.GetProperty("_file").GetInt64()})", []);

        Assert.Equal("data/items/a.csv", file.Json.GetProperty("path").GetString());
    }
}
