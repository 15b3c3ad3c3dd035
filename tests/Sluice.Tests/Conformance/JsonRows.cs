using static Sluice.Tests.Conformance.ConformanceRow;

namespace Sluice.Tests.Conformance;

/// <summary>JSON, lists and places.</summary>
internal static class JsonRows
{
    public static IEnumerable<ConformanceRow> All =>
    [
        .. Accepts("object", """ "type": "object" """, "{}", """{"a": 1}""", """ { "a" : [ 1, { "b": null } ] } """, """{"a":"é\u00e9"}""",
            """{"a":1e5}"""),
        .. Refuses("object", """ "type": "object" """, "type", "[]", "1", "\"a\"", "null", "{", "{a: 1}", "{'a': 1}", """{"a": 1,}""",
            "{} {}", """{"a": 01}""", "x"),
        .. Accepts("array", """ "type": "array" """, "[]", "[1, 2]", """["a", {"b": []}]""", " [ null ] ", "[[[[1]]]]"),
        .. Refuses("array", """ "type": "array" """, "type", "{}", "[1", "[1,]", "1,2", "[1] [2]", "[NaN]", "null", "(1)"),

        .. Accepts("list", """ "type": "list" """, "value1,value2", "a", ",", "a,,b", "a b,c"),
        .. Accepts("list", """ "type": "list", "delimiter": ";" """, "a;b", "a,b;c"),
        .. Accepts("list", """ "type": "list", "itemType": "integer" """, "1,2,3", "1", "-5,+7", "99999999999999999999"),
        .. Refuses("list", """ "type": "list", "itemType": "integer" """, "type", "1,a", "1,,2", "1, 2", "1.5", ",", "1;2"),
        .. Accepts("list", """ "type": "list", "itemType": "number", "delimiter": "|" """, "1.5|2", "1e3|NaN", "-.5"),
        .. Refuses("list", """ "type": "list", "itemType": "number", "delimiter": "|" """, "type", "1.5|x", "1,5|2", "|"),
        .. Accepts("list", """ "type": "list", "itemType": "boolean" """, "true,false", "1,0,TRUE"),
        .. Refuses("list", """ "type": "list", "itemType": "boolean" """, "type", "yes,no", "true,", "tRue"),
        .. Accepts("list", """ "type": "list", "itemType": "date" """, "2024-01-26,2024-01-27", "2024-02-29"),
        .. Refuses("list", """ "type": "list", "itemType": "date" """, "type", "2024-01-26,27", "2023-02-29", "26/01/2024"),
        .. Accepts("list", """ "type": "list", "itemType": "time" """, "15:00:00,16:00:00"),
        .. Refuses("list", """ "type": "list", "itemType": "time" """, "type", "15:00:00,16:00", "25:00:00"),
        .. Accepts("list", """ "type": "list", "itemType": "datetime", "delimiter": ", " """, "2024-01-26T15:00:00, 2024-01-26T16:00:00Z"),
        .. Refuses(
            "list", """ "type": "list", "itemType": "datetime", "delimiter": ", " """, "type", "2024-01-26T15:00:00,2024-01-26T16:00:00Z",
            "2024-01-26"),

        .. Accepts("geopoint", """ "type": "geopoint" """, "90.50, 45.50", "90.50,45.50", "-180,-90", "180, 90", "0,0", "1e1, 5"),
        .. Refuses("geopoint", """ "type": "geopoint" """, "type", "90.50", "90.50 45.50", "181,0", "0,91", "a,b", "90.5,  45.5",
            "90.5 ,45.5", "1,2,3", "[1,2]", "NaN,0", ","),
        .. Accepts("geopoint", """ "type": "geopoint", "format": "array" """, "[90.50, 45.50]", "[ -1,2 ]", "[0,0]"),
        .. Refuses("geopoint", """ "type": "geopoint", "format": "array" """, "format", "90.50, 45.50", "[90.5]", "[1,2,3]",
            "[\"1\",\"2\"]", "[181,0]", "{}", "[1,null]"),
        .. Accepts("geopoint", """ "type": "geopoint", "format": "object" """, """{"lon": 90.50, "lat": 45.50}""", """{"lat":1,"lon":2}"""),
        .. Refuses("geopoint", """ "type": "geopoint", "format": "object" """, "format",
            """{"lon": 90.50}""", """{"lon":1,"lat":2,"alt":3}""", """{"lon":"1","lat":"2"}""", """{"lng":1,"lat":2}""", "[1,2]",
            """{"lon":1,"lat":95}"""),

        .. Accepts("geojson", """ "type": "geojson" """,
            """{"type":"Point","coordinates":[1,2]}""", """{"type":"Point","coordinates":[1,2,3]}""",
            """{"type":"Point","coordinates":[]}""",
            """{"type":"LineString","coordinates":[[1,2],[3,4]]}""", """{"type":"MultiPoint","coordinates":[[1,2]]}""",
            """{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}""",
            """{"type":"MultiLineString","coordinates":[[[1,2],[3,4]]]}""",
            """{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]]]}""",
            """{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]}]}""",
            """{"type":"Feature","geometry":null,"properties":null}""",
            """{"type":"Feature","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"a":1}}""",
            """{"type":"FeatureCollection","features":[]}"""),
        .. Refuses("geojson", """ "type": "geojson" """, "type",
            "{}", "[]", "x", """{"type":"Dot"}""", """{"type":"Point"}""", """{"type":"Point","coordinates":[1]}""",
            """{"type":"Point","coordinates":["1","2"]}""", """{"type":"LineString","coordinates":[[1,2]]}""",
            """{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,0]]]}""",
            """{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}""",
            """{"type":"Feature","geometry":null}""", """{"type":"Feature","properties":{}}""", """{"type":"FeatureCollection"}""",
            """{"type":"FeatureCollection","features":[{"type":"Point","coordinates":[1,2]}]}""",
            """{"type":"Point","coordinates":[1,2]"""),
        .. Accepts("geojson", """ "type": "geojson", "format": "topojson" """,
            """{"type":"Topology","objects":{},"arcs":[]}""",
            """{"type":"Topology","objects":{"a":{"type":"LineString","arcs":[0]}},"arcs":[[[1,2],[3,4]]]}"""),
        .. Refuses("geojson", """ "type": "geojson", "format": "topojson" """, "format",
            "{}", """{"type":"Point","coordinates":[1,2]}""", """{"type":"Topology","objects":{}}""", """{"type":"Topology","arcs":[]}""",
            """{"type":"Topology","objects":{"a":{"type":"Dot"}},"arcs":[]}""", """{"type":"Topology","objects":{},"arcs":[[1]]}"""),
    ];
}
