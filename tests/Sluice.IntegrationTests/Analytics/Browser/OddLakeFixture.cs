using System.Globalization;
using Sluice.IntegrationTests.Local;

namespace Sluice.IntegrationTests.Analytics.Browser;

/// <summary>A lake with many rows, and with values and names that are hard to show correctly.</summary>
[CollectionDefinition(Name)]
public sealed class OddLakeFixture : BrowserFixture, ICollectionFixture<OddLakeFixture>
{
    public const string Name = "Odd lake";

    /// <summary>The most rows of an answer.</summary>
    public const int PageSize = 500;

    /// <summary>How many numbers there are: more than a chart draws, which is 10 answers.</summary>
    public const int Numbers = 5_001;

    /// <summary>How many rows are rejected: more than one answer has.</summary>
    public const int Rejects = 505;

    /// <summary>How many words there are: more than a list to choose from has.</summary>
    public const int WordCount = 502;

    /// <summary>How many files there are: more than the dashboard lists.</summary>
    public const int Files = 53;

    private const string OddFilter = """{ "constructor": "name" }""";
    private const string PlacesChannel = """{ "field": "places", "type": "quantitative" }""";
    private const string OfNumbers = "\"question\": \"Which?\", \"dataset\": \"numbers\"";

    private static readonly string Definition = $$"""
        {
          "name": "odd",
          "resources": [
            {
              "name": "places", "path": "data/places/*.csv",
              "schema": {
                "fields": [
                  { "name": "id", "type": "integer" }, { "name": "name", "type": "string" }, { "name": "year", "type": "year" },
                  { "name": "lat", "type": "number" }, { "name": "ratio", "type": "number", "sluice:type": "float" },
                  { "name": "amount", "type": "number" }, { "name": "at", "type": "datetime" }, { "name": "source", "type": "string" }
                ]
              }
            },
            { "name": "words", "path": "data/words/*.csv", "schema": { "fields": [{ "name": "word", "type": "string" }] } },
            { "name": "numbers", "path": "data/numbers/*.csv", "schema": { "fields": [{ "name": "n", "type": "integer" }] } },
            {
              "name": "constructor", "path": "data/constructor/*.csv",
              "schema": { "fields": [{{Text("constructor")}}, { "name": "toString", "type": "integer" }, {{Text("__proto__")}}] }
            }
          ]
        }
        """;

    private static readonly string Reports = $$"""
        {
          "reports": [
            {
              "name": "places-by-id", "title": "Places by id", "question": "Which ones?", "dataset": "places", "filters": {{OddFilter}},
              "options": { "$apply": "groupby((id),aggregate(lat with max as lat,ratio with max as ratio,amount with max as amount))" },
              "chart": {
                "height": 700, "mark": { "type": "bar", "tooltip": true },
                "encoding": { "y": {{Channel("id", "nominal")}}, "x": { "field": "amount", "type": "quantitative", "title": "Amount" } }
              }
            },
            {
              "name": "latitude-by-year", "title": "Latitude by year", "question": "When?", "dataset": "places",
              "options": { "$apply": "groupby((year),aggregate(lat with max as lat))" },
              "chart": {
                "mark": { "type": "line", "point": true, "tooltip": true },
                "encoding": {
                  "x": {{ChannelWithoutZero("year")}}, "y": {{ChannelWithoutZero("lat")}}
                }
              }
            },
            {
              "name": "places-by-source", "title": "Places by source", "question": "Where from?", "dataset": "places",
              "options": { "$apply": "groupby((year,source),aggregate($count as places))" },
              "chart": {
                "mark": { "type": "bar", "tooltip": true },
                "encoding": { "x": {{Channel("year", "ordinal")}}, "y": {{PlacesChannel}}, "color": {{Channel("source", "nominal")}} }
              }
            },
            {
              "name": "places-by-name", "title": "Places by name", "question": "What are they called?", "dataset": "places",
              "options": { "$apply": "groupby((name),aggregate($count as places))" },
              "chart": {
                "mark": { "type": "bar", "tooltip": true },
                "encoding": { "y": {{Channel("name", "nominal")}}, "x": {{PlacesChannel}}, "color": {{Channel("name", "nominal")}} }
              }
            },
            {
              "name": "words", "title": "Words", "question": "How many?", "dataset": "words", "filters": { "word": "word" },
              "options": { "$apply": "aggregate($count as words)" },
              "chart": { "mark": "bar", "encoding": { "x": { "field": "words", "type": "quantitative" } } }
            },
            {
              "name": "some-numbers", "title": "Some numbers", {{OfNumbers}}, "options": { "$apply": "filter(n le 1200)/groupby((n))" },
              "chart": { "mark": "point", "encoding": { "x": {{Channel("n", "quantitative")}}, "y": {{Channel("n", "quantitative")}} } }
            },
            {
              "name": "all-numbers", "title": "All numbers", {{OfNumbers}}, "options": { "$apply": "groupby((n))" },
              "chart": { "mark": "point", "encoding": { "x": {{Channel("n", "quantitative")}}, "y": {{Channel("n", "quantitative")}} } }
            }
          ]
        }
        """;

    private readonly TemporaryFolder home = new();
    private LocalLake lake = null!;

    /// <summary>The rows of the places' file, each as the dashboard shows it.</summary>
    internal static IReadOnlyList<OddPlace> Places { get; } = [.. Enumerable.Range(0, 40).Select(OddPlace.Of)];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await (lake?.DisposeAsync() ?? ValueTask.CompletedTask);
        home.Dispose();
    }

    protected override async Task<Uri> StartAppAsync()
    {
        var definition = home.Write("datapackage.json", Definition);
        home.Write("reports.json", Reports);
        lake = await LocalLake.StartWithAsync([$"Query__PageSize={PageSize}"], home.Of("home"), "--lake", definition);
        List<string> files =
        [
            await UploadAsync(
                "places/a.csv", $"id,name,year,lat,ratio,amount,at,source\n{string.Join('\n', Places.Select(p => p.Line))}\n"),
            await UploadAsync("constructor/a.csv", "constructor,toString,__proto__\na,1,b\nconstructor,2,__proto__\n"),
            await UploadAsync("words/a.csv", $"word\n{string.Join('\n', Enumerable.Range(1, WordCount).Select(i => $"word {i}"))}\n"),
            await UploadAsync("numbers/a.csv", $"n\n{string.Join('\n', Enumerable.Range(1, Numbers))}\n"),
            await UploadAsync("numbers/rejects.csv", $"n\n{string.Join('\n', Enumerable.Range(1, Rejects).Select(i => $"=1+{i}"))}\n"),
        ];
        while (files.Count < Files)
        {
            files.Add(await UploadAsync(string.Create(CultureInfo.InvariantCulture, $"numbers/{files.Count}.csv"), "n\n1\n"));
        }

        foreach (var file in files)
        {
            await lake.WaitForLoadAsync(file);
        }

        return lake.Url;

        async Task<string> UploadAsync(string name, string text)
        {
            await lake.UploadAsync(name, text);
            return $"data/{name}";
        }
    }

    private static string Text(string name) => $$"""{ "name": "{{name}}", "type": "string" }""";

    private static string Channel(string field, string type) => $$"""{ "field": "{{field}}", "type": "{{type}}" }""";

    private static string ChannelWithoutZero(string field) =>
        $$"""{ "field": "{{field}}", "type": "quantitative", "scale": { "zero": false } }""";
}
