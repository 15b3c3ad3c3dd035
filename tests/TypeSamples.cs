namespace Sluice;

/// <summary>
/// Every type and format of Table Schema, each with sample texts. Benchmarks measure them, and tests check that they allocate
/// nothing.
/// </summary>
/// <param name="Type">The type.</param>
/// <param name="Format">The format, or another property that changes how texts are read.</param>
/// <param name="Properties">The JSON of a field's properties, beside its name.</param>
/// <param name="Texts">Sample texts.</param>
public sealed record TypeSample(string Type, string Format, string Properties, params string[] Texts)
{
    private const int Columns = 8;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<TypeSample> All { get; } =
    [
        Of("string", "default", "Oak table", "Zoë's bicycle, as good as new", "", "a"),
        Of("string", "email", "zoe@example.org", "first.last+tag@mail.example.co.uk"),
        Of("string", "uri", "https://example.org/a?b=c#d", "urn:isbn:0451450523"),
        Of("string", "binary", "c2x1aWNl", "aGVsbG8gd29ybGQ="),
        Of("string", "uuid", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "95ecc380-afe9-11e4-9b6c-751b66dd541e"),
        Of("any", "default", "007", "apple"),
        Of("number", "default", "12.50", "-1234567.891", "1e3", "123456789012345678901.5"),
        Other("number", "decimal(12,2)", """ "sluice:type": "decimal(12,2)" """, "12.50", "1234567.89", "-0.5", "17"),
        Other("number", "float", """ "sluice:type": "float" """, "12.5", "1e-7", "NaN", "-123.456789012345"),
        Other("number", "groupChar", """ "groupChar": ".", "decimalChar": "," """, "1.234,5", "12,50", "1.000.000"),
        Other("number", "bareNumber false", """ "bareNumber": false """, "€ 12.50", "95%", "-3 kg"),
        Of("integer", "default", "7", "-12345", "9223372036854775807"),
        Other("integer", "groupChar", """ "groupChar": "," """, "1,000,000", "12,345"),
        Other("integer", "bareNumber false", """ "bareNumber": false """, "#7", "12 pcs"),
        Other("integer", "fraction truncate", """ "sluice:fraction": "truncate" """, "7", "12.00", "-3.75"),
        Other("integer", "trim true", """ "sluice:trim": true """, " 7", "\t12\u00A0"),
        Of("boolean", "default", "true", "false", "1", "0"),
        Other("boolean", "trueValues", """ "trueValues": ["yes"], "falseValues": ["no"] """, "yes", "no"),
        Of("object", "default", """{"a": [1, {"b": null}], "c": "d"}""", "{}"),
        Of("array", "default", """[1, "two", [3]]""", "[]"),
        Of("list", "default", "a,b,c", "one"),
        Other("list", "integer", """ "itemType": "integer" """, "1,2,3", "-5,+7"),
        Other("list", "number", """ "itemType": "number" """, "1.5,2", "1e3,NaN"),
        Other("list", "boolean", """ "itemType": "boolean", "delimiter": ";" """, "true;false", "1;0"),
        Other("list", "date", """ "itemType": "date" """, "2024-02-29,2024-03-01"),
        Other("list", "time", """ "itemType": "time" """, "07:08:09,23:59:59.5"),
        Other("list", "datetime", """ "itemType": "datetime" """, "2024-02-29T07:08:09Z,2024-03-01T00:00:00"),
        Of("date", "default", "2024-02-29", "1999-12-31"),
        Of("date", "%d/%m/%Y", "29/02/2024", "1/12/1999"),
        Of("date", "any", "2024-02-29", "26 Jan 2024"),
        Of("date", "%s", "1709164800", "-86400"),
        Of("date", "epoch-ms", "1709164800000", "0"),
        Of("date", "epoch-us", "1709164800000000", "0"),
        Of("date", "epoch-ns", "1709164800000000000", "0"),
        Of("date", "excel", "45351", "1"),
        Of("time", "default", "07:08:09", "23:59:59.125"),
        Of("time", "%H:%M", "07:08", "23:59"),
        Of("time", "any", "07:08:09", "3:00 PM"),
        Of("datetime", "default", "2024-02-29T07:08:09Z", "2024-02-29T07:08:09.125+02:00"),
        Of("datetime", "%Y-%m-%d %H:%M:%S.%f%z", "2024-02-29 07:08:09.125+0200"),
        Of("datetime", "%a, %d %b %Y %I:%M %p", "Fri, 26 Jan 2024 03:00 PM"),
        Of("datetime", "any", "2024-02-29 07:08", "26 Jan 2024 15:00:00"),
        Of("datetime", "%s", "1709190489", "-0.5"),
        Of("datetime", "epoch-ms", "1709190489125", "1709190489125.5"),
        Of("datetime", "epoch-us", "1709190489125000", "-1"),
        Of("datetime", "epoch-ns", "1709190489125000000", "0"),
        Of("datetime", "excel", "45351.29732638889", "61"),
        Other("datetime", "default local", """ "sluice:timezone": "Europe/Berlin" """, "2024-02-29T07:08:09", "2024-03-31T01:59:59"),
        Other("datetime", "any local", """ "format": "any", "sluice:timezone": "Europe/Berlin" """, "2024-02-29 07:08", "26 Jan 2024 5:00"),
        Of("year", "default", "2024", "-0044", "1066"),
        Of("yearmonth", "default", "2024-02", "1999-12"),
        Of("duration", "default", "P1Y2M3DT4H5M6.7S", "PT36H"),
        Of("geopoint", "default", "2.35, 48.86", "-180,90"),
        Of("geopoint", "array", "[2.35, 48.86]"),
        Of("geopoint", "object", """{"lon": 2.35, "lat": 48.86}"""),
        Of("geojson", "default", """{"type":"Point","coordinates":[2.35,48.86]}""",
            """{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}"""),
        Of("geojson", "topojson", """{"type":"Topology","objects":{"a":{"type":"LineString","arcs":[0]}},"arcs":[[[1,2],[3,4]]]}"""),
    ];

    /// <summary>The values of a row of <see cref="Rows"/>.</summary>
    public static int ValuesOfRow => Columns;

    /// <summary>A lake definition of one dataset, whose fields are all of this type.</summary>
    public string LakeDefinition =>
        $$"""
        { "resources": [{ "name": "types", "path": "data/types/*.csv", "dialect": {}, "schema": { "missingValues": [], "fields": [
          {{Fields}}
        ] } }] }
        """;

    private string Fields => string.Join(
        ",\n  ",
        Enumerable.Range(0, Columns).Select(i => $$"""{ "name": "{{NameOf(i)}}", "type": "{{Type}}", {{Properties}} }"""));

    /// <summary>The header of a file of that dataset.</summary>
    public static string Header => string.Join(',', Enumerable.Range(0, Columns).Select(NameOf)) + "\n";

    /// <summary>Some rows of it, with all texts in all columns.</summary>
    public string Rows => string.Concat(Enumerable.Range(0, Texts.Length).Select(
        row => string.Join(',', Enumerable.Range(0, Columns).Select(i => Quoted(Texts[(row + i) % Texts.Length]))) + "\n"));

    /// <inheritdoc/>
    public override string ToString() => $"{Type} {Format}";

    private static TypeSample Of(string type, string format, params string[] texts) =>
        new(type, format, $""" "format": "{format}" """, texts);

    private static TypeSample Other(string type, string name, string properties, params string[] texts) =>
        new(type, name, properties, texts);

    private static string NameOf(int column) => $"f{column + 1}";

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
