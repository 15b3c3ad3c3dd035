namespace Sluice.Tests.Lake;

/// <summary>What the constraints of a field must be.</summary>
public class ConstraintErrorTests
{
    private const string Constraints = "/resources/0/schema/fields/0/constraints";

    [Theory]
    // Of the right JSON type.
    [InlineData("string", "[]", "", "'constraints' must be an object")]
    [InlineData("string", "{ \"required\": \"yes\" }", "/required", "must be true or false, but is the string 'yes'")]
    [InlineData("string", "{ \"unique\": 1 }", "/unique", "must be true or false, but is 1")]
    [InlineData("string", "{ \"minLength\": -1 }", "/minLength", "0 or more")]
    [InlineData("string", "{ \"maxLength\": \"9\" }", "/maxLength", "must be a whole number")]
    [InlineData("string", "{ \"maxLength\": 2147483648 }", "/maxLength", "at most 2147483647")]
    [InlineData("string", "{ \"minLength\": 5, \"maxLength\": 4 }", "/minLength", "'minLength' 5 is greater than 'maxLength' 4")]
    [InlineData("integer", "{ \"minimum\": true }", "/minimum", "must be a number or a string, but is true")]
    [InlineData("number", "{ \"maximum\": [] }", "/maximum", "must be a number or a string")]
    [InlineData("year", "{ \"maximum\": null }", "/maximum", "must be a number or a string")]
    [InlineData("date", "{ \"minimum\": 20240501 }", "/minimum", "must be a string, but is 20240501")]
    [InlineData("datetime", "{ \"maximum\": 0 }", "/maximum", "must be a string, but is 0")]
    // Enum.
    [InlineData("string", "{ \"enum\": \"a\" }", "/enum", "must be an array")]
    [InlineData("string", "{ \"enum\": [] }", "/enum", "must not be empty")]
    [InlineData("string", "{ \"enum\": [\"a\", 1] }", "/enum/1", "must be a string, but is 1")]
    [InlineData("string", "{ \"enum\": [\"a\", \"a\"] }", "/enum/1", "has 'a' twice")]
    [InlineData("integer", "{ \"enum\": [1, false] }", "/enum/1", "must be a number or a string")]
    [InlineData("boolean", "{ \"enum\": [true, 1] }", "/enum/1", "must be true, false or a string")]
    // Pattern.
    [InlineData("string", "{ \"pattern\": 5 }", "/pattern", "must be a string")]
    [InlineData("string", "{ \"pattern\": \"[a-z\" }", "/pattern", "not a regular expression")]
    [InlineData("string", "{ \"pattern\": \"(a)\\\\1\" }", "/pattern", "back references")]
    [InlineData("string", "{ \"pattern\": \"(?=a)b\" }", "/pattern", "look-around")]
    // For fields of this type.
    [InlineData("integer", "{ \"minLength\": 1 }", "/minLength",
        "not for fields of type integer, only for string, object, array, list, geojson, any")]
    [InlineData("date", "{ \"maxLength\": 1 }", "/maxLength", "not for fields of type date")]
    [InlineData("number", "{ \"pattern\": \"a\" }", "/pattern", "not for fields of type number")]
    [InlineData("string", "{ \"minimum\": \"a\" }", "/minimum",
        "not for fields of type string, only for integer, number, date, time, datetime, year, yearmonth, duration")]
    [InlineData("boolean", "{ \"maximum\": true }", "/maximum", "not for fields of type boolean")]
    // Known at all.
    [InlineData("string", "{ \"requierd\": true }", "/requierd", "Did you mean 'required'?")]
    [InlineData("string", "{ \"max_length\": 1 }", "/max_length", "Did you mean 'maxLength'?")]
    [InlineData("string", "{ \"exclusiveMinimum\": 1 }", "/exclusiveMinimum", "not for fields of type string")]
    [InlineData("duration", "{ \"minimum\": \"1 day\" }", "/minimum", "is not a duration")]
    [InlineData("object", "{ \"jsonSchema\": true }", "/jsonSchema", "must be an object")]
    [InlineData("object", "{ \"jsonSchema\": { \"type\": 5 } }", "/jsonSchema", "is not a JSON Schema")]
    [InlineData("array", "{ \"jsonSchema\": { \"patternProperties\": {} } }", "/jsonSchema", "patternProperties")]
    [InlineData("string", "{ \"jsonSchema\": {} }", "/jsonSchema", "not for fields of type string, only for object, array")]
    [InlineData("array", "{ \"enum\": [[1], {}] }", "/enum/1", "must be an array or a string")]
    [InlineData("geopoint", "{ \"enum\": [\"here\"] }", "/enum/0", "is not a geopoint")]
    public void A_constraint_is_known_and_fits_the_type(string type, string constraints, string pointer, string says) =>
        LakeFolder.AssertError(
            LakeFolder.PackageOfField($$"""{ "name": "x", "type": "{{type}}", "constraints": {{constraints}} }"""),
            Constraints + pointer,
            says);
}
