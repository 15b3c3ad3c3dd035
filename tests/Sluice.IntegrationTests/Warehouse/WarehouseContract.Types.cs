using System.Text;
using Sluice.IO;
using Sluice.Lake.Definition;
using Sluice.Rows;
using Sluice.Validation;
using Sluice.Validation.Rows;

namespace Sluice.IntegrationTests.Warehouse;

public abstract partial class WarehouseContract
{
    /// <summary>Each type and format of Table Schema: its field, a text in the file, and the value in the table's column.</summary>
    private static readonly (string Field, string Text, object Value)[] Types =
    [
        ("""{"name":"string","type":"string"}""", "Zoë", "Zoë"),
        ("""{"name":"email","type":"string","format":"email"}""", "zoe@example.org", "zoe@example.org"),
        ("""{"name":"uri","type":"string","format":"uri"}""", "https://example.org/%C3%A4", "https://example.org/%C3%A4"),
        ("""{"name":"binary","type":"string","format":"binary"}""", "c2x1aWNl", "c2x1aWNl"),
        ("""{"name":"uuid","type":"string","format":"uuid"}""", "95ecc380-afe9-11e4-9b6c-751b66dd541e",
            "95ecc380-afe9-11e4-9b6c-751b66dd541e"),
        ("""{"name":"plain","type":"number"}""", "-12345678901234567890.0123456789", "-12345678901234567890.0123456789"),
        ("""{"name":"number","type":"number","decimalChar":",","groupChar":"."}""", "\"1.234,5\"", "1234.5000000000"),
        ("""{"name":"decimal","type":"number","sluice:type":"decimal(9,2)","bareNumber":false}""", "€ 12.50", "12.50"),
        ("""{"name":"float","type":"number","sluice:type":"float"}""", "1e-7", 1e-7),
        ("""{"name":"finite","type":"number","sluice:type":"float"}""", "-1.7976931348623157E+308", double.MinValue),
        ("""{"name":"smallest","type":"integer"}""", "-9223372036854775808", long.MinValue),
        ("""{"name":"bare","type":"integer","bareNumber":false}""", "#7", 7L),
        ("""{"name":"integer","type":"integer","groupChar":" "}""", "1 000 000", 1_000_000L),
        ("""{"name":"flag","type":"boolean"}""", "TRUE", true),
        ("""{"name":"boolean","type":"boolean","trueValues":["oui"],"falseValues":["non"]}""", "non", false),
        ("""{"name":"object","type":"object"}""", "\"{\"\"a\"\": [1]}\"", """{"a": [1]}"""),
        ("""{"name":"array","type":"array"}""", "\"[1, 2]\"", "[1, 2]"),
        ("""{"name":"list","type":"list","delimiter":";","itemType":"integer"}""", "1;2;3", "1;2;3"),
        ("""{"name":"words","type":"list"}""", "\"a,,b\"", "a,,b"),
        ("""{"name":"days","type":"list","itemType":"date"}""", "\"2024-02-29,2024-03-01\"", "2024-02-29,2024-03-01"),
        ("""{"name":"day","type":"date"}""", "0001-01-01", DateOnly.MinValue),
        ("""{"name":"some_day","type":"date","format":"any"}""", "26 Jan 2024", new DateOnly(2024, 1, 26)),
        ("""{"name":"date","type":"date","format":"%d/%m/%Y"}""", "29/02/2024", new DateOnly(2024, 2, 29)),
        ("""{"name":"time","type":"time"}""", "23:59:58", new TimeOnly(23, 59, 58)),
        ("""{"name":"fraction","type":"time"}""", "00:00:00.125Z", new TimeOnly(0, 0, 0, 125)),
        ("""{"name":"minute","type":"time","format":"%I:%M %p"}""", "03:07 PM", new TimeOnly(15, 7)),
        ("""{"name":"some_time","type":"time","format":"any"}""", "3:07 PM", new TimeOnly(15, 7)),
        ("""{"name":"instant","type":"datetime","format":"%Y-%m-%d %H:%M:%S.%f%z"}""", "9999-12-31 23:59:59.999999-0000",
            new DateTime(9999, 12, 31, 23, 59, 59, 999, 999)),
        ("""{"name":"some_instant","type":"datetime","format":"any"}""", "26 Jan 2024 15:00:00", new DateTime(2024, 1, 26, 15, 0, 0)),
        ("""{"name":"datetime","type":"datetime"}""", "2024-02-29T12:30:45.125+02:00", new DateTime(2024, 2, 29, 10, 30, 45, 125)),
        ("""{"name":"local","type":"datetime","sluice:timezone":"Europe/Berlin"}""", "2024-07-01T12:30:45.125",
            new DateTime(2024, 7, 1, 10, 30, 45, 125)),
        ("""{"name":"epoch","type":"datetime","format":"%s"}""", "-1.5", new DateTime(1969, 12, 31, 23, 59, 58, 500)),
        ("""{"name":"epoch_day","type":"date","format":"epoch-ms"}""", "1709164800000", new DateOnly(2024, 2, 29)),
        ("""{"name":"nanos","type":"datetime","format":"epoch-ns"}""", "1709164800123456000", new DateTime(2024, 2, 29, 0, 0, 0, 123, 456)),
        ("""{"name":"excel","type":"datetime","format":"excel"}""", "45351.52136574074", new DateTime(2024, 2, 29, 12, 30, 46)),
        ("""{"name":"excel_day","type":"date","format":"excel"}""", "1", new DateOnly(1900, 1, 1)),
        ("""{"name":"truncated","type":"integer","sluice:fraction":"truncate"}""", "-12.75", -12L),
        ("""{"name":"trimmed","type":"string","sluice:trim":true}""", "\u00A0 padded\t", "padded"),
        ("""{"name":"year","type":"year"}""", "-0044", -44L),
        ("""{"name":"yearmonth","type":"yearmonth"}""", "2024-02", new DateOnly(2024, 2, 1)),
        ("""{"name":"duration","type":"duration"}""", "P1Y2M3DT4H5M6.7S", "P1Y2M3DT4H5M6.7S"),
        ("""{"name":"geopoint","type":"geopoint"}""", "\"2.35, 48.86\"", "2.35, 48.86"),
        ("""{"name":"place","type":"geopoint","format":"array"}""", "\"[2.35, 48.86]\"", "[2.35, 48.86]"),
        ("""{"name":"spot","type":"geopoint","format":"object"}""", "\"{\"\"lon\"\": 2.35, \"\"lat\"\": 48.86}\"",
            """{"lon": 2.35, "lat": 48.86}"""),
        ("""{"name":"topology","type":"geojson","format":"topojson"}""",
            "\"{\"\"type\"\":\"\"Topology\"\",\"\"objects\"\":{},\"\"arcs\"\":[]}\"", """{"type":"Topology","objects":{},"arcs":[]}"""),
        ("""{"name":"geojson","type":"geojson"}""", "\"{\"\"type\"\":\"\"Point\"\",\"\"coordinates\"\":[2.35,48.86]}\"",
            """{"type":"Point","coordinates":[2.35,48.86]}"""),
        ("""{"name":"any","type":"any"}""", "007", "007"),
    ];

    [Fact]
    public async Task Every_type_and_format_of_table_schema_is_in_its_documented_column_as_the_file_says()
    {
        var dataset = await PrepareAsync(ReadDescriptor());
        var csv = $"{string.Join(',', dataset.Schema.Fields.Select(f => f.Name))}\n{string.Join(',', Types.Select(t => t.Text))}\n";
        await using var reader = await DatasetReader.StartAsync(
            dataset, Warehouse.Limits, new ReadOptions(),
            (offset, _) => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(csv)[(int)offset..])), hashing: false, Cancel);
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

        var row = Assert.Single(await ReadRowsAsync(dataset));
        Assert.Equal(Types.Select(t => (t.Field, t.Value)), Types.Zip(row, (t, value) => (t.Field, value!)));
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
            return Assert.Single(LakeDefinitionFile.Load(path).Datasets);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
