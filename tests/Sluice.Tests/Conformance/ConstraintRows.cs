using static Sluice.Tests.Conformance.ConformanceRow;

namespace Sluice.Tests.Conformance;

/// <summary>Constraints, missing values and categories.</summary>
internal static class ConstraintRows
{
    private const string Required = """ "constraints": { "required": true } """;

    // A value, one below and one above, for each ordered type.
    private static readonly (string Field, string Low, string Bound, string Equal, string High)[] Ordered =
    [
        (""" "type": "integer" """, "99", "100", "+100", "101"),
        (""" "type": "integer", "groupChar": "," """, "9,999", "10,000", "10000", "10,001"),
        (""" "type": "number" """, "0.49", "0.5", "0.50", "0.51"),
        (""" "type": "number", "sluice:type": "float" """, "-1e3", "1", "1.0", "INF"),
        (""" "type": "number", "decimalChar": "," """, "0,49", "0,5", "5E-1", "0,51"),
        (""" "type": "date" """, "2024-01-25", "2024-01-26", "2024-01-26", "2024-01-27"),
        (""" "type": "date", "format": "%d/%m/%Y" """, "31/12/2023", "01/01/2024", "1/1/2024", "02/01/2024"),
        (""" "type": "time" """, "14:59:59", "15:00:00", "15:00:00Z", "15:00:00.1"),
        (""" "type": "datetime" """, "2024-01-26T14:59:59Z", "2024-01-26T15:00:00Z", "2024-01-26T16:00:00+01:00", "2024-01-26T15:00:01Z"),
        (""" "type": "year" """, "1999", "2000", "2000", "2001"),
        (""" "type": "yearmonth" """, "2023-12", "2024-01", "2024-01", "2024-02"),
        (""" "type": "duration" """, "P11M", "P1Y", "P12M", "P1Y1D"),
        (""" "type": "duration" """, "PT59.9S", "PT1M", "PT60S", "PT61S"),
    ];

    public static IEnumerable<ConformanceRow> All =>
    [
        .. Refuses("required", $""" "type": "string", {Required} """, "required", ""),
        .. Accepts("required", $""" "type": "string", {Required} """, " ", "a"),
        .. Refuses("required", $""" "type": "integer", {Required} """, "required", ""),
        .. Refuses("required", $""" "type": "date", {Required} """, "required", ""),
        .. Accepts("required", """ "type": "integer" """, ""),
        .. Accepts("required", """ "type": "object" """, ""),
        .. Accepts("missingValues", """ "type": "number", "missingValues": ["-", "NaN"] """, "-", "NaN", "1"),
        .. Refuses("missingValues", """ "type": "number", "missingValues": ["-", "NaN"] """, "type", "", "--", "nan", "NA"),
        .. Accepts("missingValues", """ "type": "integer", "missingValues": [{ "value": "-99", "label": "REFUSED" }, { "value": "" }] """,
            "-99", "", "5"),
        .. Accepts("missingValues", """ "type": "string", "missingValues": [] """, ""),
        .. Refuses("missingValues", """ "type": "integer", "missingValues": [] """, "type", ""),
        .. Refuses(
            "missingValues", """ "type": "string", "missingValues": ["NA"], "constraints": { "required": true } """, "required", "NA"),
        .. Accepts("missingValues", """ "type": "string", "missingValues": ["NA"], "constraints": { "required": true } """, ""),

        .. Ordered.SelectMany(Bounds),

        .. Accepts("minLength", """ "type": "string", "constraints": { "minLength": 5 } """, "apple", "漢漢漢漢漢", "applés"),
        .. Refuses("minLength", """ "type": "string", "constraints": { "minLength": 5 } """, "minLength", "plum", "漢漢", "😀😀😀😀"),
        .. Accepts("maxLength", """ "type": "string", "constraints": { "maxLength": 5 } """, "apple", "plum", "😀😀😀😀😀"),
        .. Refuses("maxLength", """ "type": "string", "constraints": { "maxLength": 5 } """, "maxLength", "grapefruit", "äpples"),
        .. Accepts("minLength", """ "type": "array", "constraints": { "minLength": 2, "maxLength": 3 } """, "[1,2]", "[[],{},3]",
            """[{"a":1,"b":2},3]"""),
        .. Refuses("minLength", """ "type": "array", "constraints": { "minLength": 2, "maxLength": 3 } """, "minLength", "[]", "[[1,2,3]]"),
        .. Refuses("maxLength", """ "type": "array", "constraints": { "minLength": 2, "maxLength": 3 } """, "maxLength", "[1,2,3,4]"),
        .. Accepts("minLength", """ "type": "object", "constraints": { "minLength": 1, "maxLength": 2 } """, """{"a":1}""",
            """{"a":{"b":1,"c":2,"d":3},"e":1}"""),
        .. Refuses("minLength", """ "type": "object", "constraints": { "minLength": 1, "maxLength": 2 } """, "minLength", "{}"),
        .. Refuses("maxLength", """ "type": "object", "constraints": { "minLength": 1, "maxLength": 2 } """, "maxLength",
            """{"a":1,"b":2,"c":3}"""),
        .. Accepts("minLength", """ "type": "list", "constraints": { "minLength": 2 } """, "a,b", ","),
        .. Refuses("minLength", """ "type": "list", "constraints": { "minLength": 2 } """, "minLength", "a"),
        .. Refuses("maxLength", """ "type": "list", "delimiter": ";", "constraints": { "maxLength": 1 } """, "maxLength", "a;b"),

        .. Accepts("jsonSchema", JsonSchema("""{ "type": "object", "properties": { "value": { "type": "integer" } } }"""),
            """{"value": 100}""", "{}"),
        .. Refuses("jsonSchema", JsonSchema("""{ "type": "object", "properties": { "value": { "type": "integer" } } }"""), "jsonSchema",
            """{"value": "bad"}""", """{"value": 1.5}"""),
        .. Accepts("jsonSchema", JsonSchema(
            """{ "required": ["a"], "additionalProperties": false, "properties": { "a": { "pattern": "^[a-z]+$" } } }"""), """{"a":"x"}"""),
        .. Refuses("jsonSchema",
            JsonSchema("""{ "required": ["a"], "additionalProperties": false, "properties": { "a": { "pattern": "^[a-z]+$" } } }"""),
            "jsonSchema", "{}", """{"a":"X"}""", """{"a":"x","b":1}"""),
        .. Refuses("jsonSchema", JsonSchema(
            """{ "$schema": "http://json-schema.org/draft-07/schema#", "properties": { "a": { "pattern": "^(a+)+$" } } }"""), "jsonSchema",
            "{\"a\":\"" + new string('a', 5000) + "!\"}"),
        .. Refuses("jsonSchema", JsonSchema("""{ "properties": { "a": { "pattern": "^(a+)+$" } } }"""), "jsonSchema",
            "{\"a\":\"" + new string('a', 5001) + "!\"}"),

        .. Accepts("pattern", """ "type": "string", "constraints": { "pattern": "^a.*$" } """, "apple", "a"),
        .. Refuses("pattern", """ "type": "string", "constraints": { "pattern": "^a.*$" } """, "pattern", "orange", "banana"),
        .. Accepts("pattern", """ "type": "string", "constraints": { "pattern": "[a-z-[aeiou]]+" } """, "xyz"),
        .. Refuses("pattern", """ "type": "string", "constraints": { "pattern": "[a-z-[aeiou]]+" } """, "pattern", "xyza", "X"),
        .. Accepts("pattern", """ "type": "string", "constraints": { "pattern": "\\i\\c*" } """, "a-b.c", "_x", "é1"),
        .. Refuses("pattern", """ "type": "string", "constraints": { "pattern": "\\i\\c*" } """, "pattern", "1a", "-a", "a b"),
        .. Accepts("pattern", """ "type": "string", "constraints": { "pattern": "\\p{Lu}\\d{3}" } """, "A123", "É999"),
        .. Refuses("pattern", """ "type": "string", "constraints": { "pattern": "\\p{Lu}\\d{3}" } """, "pattern", "a123", "A12", "A1234"),

        .. Accepts("enum", """ "type": "string", "constraints": { "enum": ["apple"] } """, "apple"),
        .. Refuses("enum", """ "type": "string", "constraints": { "enum": ["apple"] } """, "enum", "orange", "Apple", "apple "),
        .. Accepts("enum", """ "type": "integer", "constraints": { "enum": [1, "2"] } """, "1", "2", "+2", "01"),
        .. Refuses("enum", """ "type": "integer", "constraints": { "enum": [1, "2"] } """, "enum", "3", "12"),
        .. Accepts("enum", """ "type": "number", "constraints": { "enum": [1.5] } """, "1.5", "1.50", "15E-1"),
        .. Refuses("enum", """ "type": "number", "constraints": { "enum": [1.5] } """, "enum", "1.51", "15"),
        .. Accepts("enum", """ "type": "boolean", "constraints": { "enum": [true] } """, "true", "1"),
        .. Refuses("enum", """ "type": "boolean", "constraints": { "enum": [true] } """, "enum", "false", "0"),
        .. Accepts("enum", """ "type": "date", "format": "%d/%m/%Y", "constraints": { "enum": ["01/02/2024"] } """, "1/2/2024"),
        .. Refuses("enum", """ "type": "date", "format": "%d/%m/%Y", "constraints": { "enum": ["01/02/2024"] } """, "enum", "2/1/2024"),
        .. Accepts("enum", """ "type": "year", "constraints": { "enum": [2024] } """, "2024"),
        .. Refuses("enum", """ "type": "year", "constraints": { "enum": [2024] } """, "enum", "2025"),
        .. Accepts("enum", """ "type": "object", "constraints": { "enum": [{ "a": 1, "b": 2 }] } """, """{"b": 2.0, "a": 1}"""),
        .. Refuses("enum", """ "type": "object", "constraints": { "enum": [{ "a": 1, "b": 2 }] } """, "enum", """{"a": 1}""",
            """{"a": 1, "b": 3}"""),
        .. Accepts("enum", """ "type": "array", "constraints": { "enum": [[1, 2]] } """, "[1,2]", "[1.0, 2e0]"),
        .. Refuses("enum", """ "type": "array", "constraints": { "enum": [[1, 2]] } """, "enum", "[2,1]", "[1,2,3]"),
        .. Accepts("enum", """ "type": "list", "itemType": "integer", "constraints": { "enum": ["1,2"] } """, "01,2"),
        .. Refuses("enum", """ "type": "list", "itemType": "integer", "constraints": { "enum": ["1,2"] } """, "enum", "2,1", "1"),
        .. Accepts("enum", """ "type": "geopoint", "constraints": { "enum": ["1, 2"] } """, "1,2.0"),
        .. Refuses("enum", """ "type": "geopoint", "constraints": { "enum": ["1, 2"] } """, "enum", "2,1"),
        .. Accepts("enum", """ "type": "duration", "constraints": { "enum": ["P1Y", "PT1M"] } """, "P12M", "PT60.0S"),
        .. Refuses("enum", """ "type": "duration", "constraints": { "enum": ["P1Y", "PT1M"] } """, "enum", "P365D", "P1M"),
        .. Accepts("enum", """ "type": "yearmonth", "constraints": { "enum": ["2024-01"] } """, "2024-01"),
        .. Refuses("enum", """ "type": "yearmonth", "constraints": { "enum": ["2024-01"] } """, "enum", "2024-02"),
        .. Refuses("minimum", """ "type": "duration", "constraints": { "minimum": "P1M" } """, "minimum", "P31D", "P30D", "P28D",
            "P27D", "PT744H"),
        .. Accepts("minimum", """ "type": "duration", "constraints": { "minimum": "P1M" } """, "P32D", "P1M", "PT768H"),
        .. Refuses("maximum", """ "type": "number", "sluice:type": "float", "constraints": { "maximum": 1 } """, "maximum", "NaN"),

        .. Accepts("categories", """ "type": "string", "categories": ["apple", "orange"] """, "apple", "orange"),
        .. Refuses("categories", """ "type": "string", "categories": ["apple", "orange"] """, "categories", "banana", "Apple"),
        .. Accepts("categories",
            """ "type": "integer", "categories": [{ "value": 0, "label": "apple" }, { "value": 1 }], "categoriesOrdered": true """,
            "0", "1", "+1"),
        .. Refuses("categories",
            """ "type": "integer", "categories": [{ "value": 0, "label": "apple" }, { "value": 1 }], "categoriesOrdered": true """,
            "categories", "2", "-1"),
    ];

    private static string JsonSchema(string schema) => $$""" "type": "object", "constraints": { "jsonSchema": {{schema}} } """;

    private static IEnumerable<ConformanceRow> Bounds((string Field, string Low, string Bound, string Equal, string High) row)
    {
        string With(string rule) => $$""" {{row.Field}}, "constraints": { "{{rule}}": "{{row.Bound}}" } """;
        return
        [
            .. Accepts("minimum", With("minimum"), row.Bound, row.Equal, row.High),
            .. Refuses("minimum", With("minimum"), "minimum", row.Low),
            .. Accepts("maximum", With("maximum"), row.Bound, row.Equal, row.Low),
            .. Refuses("maximum", With("maximum"), "maximum", row.High),
            .. Accepts("exclusiveMinimum", With("exclusiveMinimum"), row.High),
            .. Refuses("exclusiveMinimum", With("exclusiveMinimum"), "exclusiveMinimum", row.Bound, row.Equal, row.Low),
            .. Accepts("exclusiveMaximum", With("exclusiveMaximum"), row.Low),
            .. Refuses("exclusiveMaximum", With("exclusiveMaximum"), "exclusiveMaximum", row.Bound, row.Equal, row.High),
        ];
    }
}
