using System.Text;
using Sluice.Lake;
using Sluice.Loading;
using Sluice.Validation;

namespace Sluice.IntegrationTests.Warehouse;

public abstract partial class WarehouseContract
{
    /// <summary>Each type of Table Schema: its field, a text of the file, and what the column of the table has of it.</summary>
    private static readonly (string Field, string Text, object Value)[] Types =
    [
        ("""{"name":"string","type":"string"}""", "Zoë", "Zoë"),
        ("""{"name":"email","type":"string","format":"email"}""", "zoe@example.org", "zoe@example.org"),
        ("""{"name":"uri","type":"string","format":"uri"}""", "https://example.org/%C3%A4", "https://example.org/%C3%A4"),
        ("""{"name":"binary","type":"string","format":"binary"}""", "c2x1aWNl", "c2x1aWNl"),
        ("""{"name":"uuid","type":"string","format":"uuid"}""", "95ecc380-afe9-11e4-9b6c-751b66dd541e", "95ecc380-afe9-11e4-9b6c-751b66dd541e"),
        ("""{"name":"number","type":"number","decimalChar":",","groupChar":"."}""", "\"1.234,5\"", "1234.5000000000"),
        ("""{"name":"decimal","type":"number","sluice:type":"decimal(9,2)","bareNumber":false}""", "€ 12.50", "12.50"),
        ("""{"name":"float","type":"number","sluice:type":"float"}""", "1e-7", 1e-7),
        ("""{"name":"integer","type":"integer","groupChar":" "}""", "1 000 000", 1_000_000L),
        ("""{"name":"boolean","type":"boolean","trueValues":["oui"],"falseValues":["non"]}""", "non", false),
        ("""{"name":"object","type":"object"}""", "\"{\"\"a\"\": [1]}\"", """{"a": [1]}"""),
        ("""{"name":"array","type":"array"}""", "\"[1, 2]\"", "[1, 2]"),
        ("""{"name":"list","type":"list","delimiter":";","itemType":"integer"}""", "1;2;3", "1;2;3"),
        ("""{"name":"date","type":"date","format":"%d/%m/%Y"}""", "29/02/2024", new DateOnly(2024, 2, 29)),
        ("""{"name":"time","type":"time"}""", "23:59:58", new TimeOnly(23, 59, 58)),
        ("""{"name":"datetime","type":"datetime"}""", "2024-02-29T12:30:45.125+02:00", new DateTime(2024, 2, 29, 10, 30, 45, 125)),
        ("""{"name":"year","type":"year"}""", "-0044", -44L),
        ("""{"name":"yearmonth","type":"yearmonth"}""", "2024-02", new DateOnly(2024, 2, 1)),
        ("""{"name":"duration","type":"duration"}""", "P1Y2M3DT4H5M6.7S", "P1Y2M3DT4H5M6.7S"),
        ("""{"name":"geopoint","type":"geopoint"}""", "\"2.35, 48.86\"", "2.35, 48.86"),
        ("""{"name":"geojson","type":"geojson"}""", "\"{\"\"type\"\":\"\"Point\"\",\"\"coordinates\"\":[2.35,48.86]}\"", """{"type":"Point","coordinates":[2.35,48.86]}"""),
        ("""{"name":"any","type":"any"}""", "007", "007"),
    ];

    [Fact]
    public async Task Every_type_of_table_schema_is_in_its_documented_column_as_the_file_says()
    {
        var dataset = await PrepareAsync(ReadDescriptor());
        var csv = $"{string.Join(',', dataset.Schema.Fields.Select(f => f.Name))}\n{string.Join(',', Types.Select(t => t.Text))}\n";
        await using var reader = new DatasetReader(
            dataset, Warehouse.Limits, new LoaderOptions(),
            (offset, _) => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(csv)[(int)offset..])));
        await reader.StartAsync(hashing: false, Cancel);
        var batch = new ColumnBatch(dataset.Schema, 10);
        List<Reject> rejects = [];
        await reader.ReadAsync(batch, rejects, Cancel);
        Assert.Empty(rejects.SelectMany(r => r.Errors));

        var target = await Driver.StartAsync(dataset, LoadDriver.Version("data/types/a.csv"));
        await using (var transaction = await Warehouse.BeginAsync(target, Cancel))
        {
            await transaction.WriteAsync(batch, Cancel);
            await transaction.CommitAsync(LoadDriver.Progress(target.Version, 1), Cancel);
        }

        Assert.Equal(Types.Select(t => t.Value), Assert.Single(await ReadRowsAsync(dataset)).SkipLast(2));
    }

    private static Dataset ReadDescriptor()
    {
        var path = Path.Combine(Path.GetTempPath(), $"sluice-{Guid.NewGuid():N}.json");
        try
        {
            File.WriteAllText(
                path,
                $$$"""
                {"name": "test", "resources": [{"name": "types", "path": "data/types/*.csv",
                  "schema": {"fields": [{{{string.Join(", ", Types.Select(t => t.Field))}}}]}}]}
                """);
            return Assert.Single(LakeDefinition.Load(path).Datasets);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
