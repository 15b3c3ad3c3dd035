using Sluice.Lake.Definition;
using Sluice.Lake.Reading;

namespace Sluice.Tests.Lake;

/// <summary>What a field must be.</summary>
public class FieldErrorTests
{
    private const string Field = "/resources/0/schema/fields/0";

    [Theory]
    [InlineData("\"id\"", "", "must be an object")]
    [InlineData("""{ "type": "integer" }""", "", "must have a 'name'")]
    [InlineData("""{ "name": 5 }""", "/name", "must be a string")]
    [InlineData("""{ "name": "" }""", "/name", "1 to 128 characters")]
    [InlineData("""{ "name": " id" }""", "/name", "no white space at its ends")]
    [InlineData("""{ "name": "a\nb" }""", "/name", "no control character")]
    [InlineData("""{ "name": "_file" }""", "/name", "is reserved")]
    [InlineData("""{ "name": "_ROW" }""", "/name", "is reserved")]
    [InlineData("""{ "name": "_errors" }""", "/name", "is reserved")]
    [InlineData("""{ "name": "id", "title": 5 }""", "/title", "must be a string")]
    [InlineData("""{ "name": "id", "description": 5 }""", "/description", "must be a string")]
    [InlineData("""{ "name": "id", "categories": ["a"] }""", "/categories", "not for fields of type any, only for string, integer")]
    public void A_field_has_a_name(string field, string pointer, string says) =>
        LakeFolder.AssertError(LakeFolder.PackageOfField(field), Field + pointer, says);

    [Fact]
    public void A_name_of_128_characters_is_the_longest()
    {
        Assert.Single(LakeFolder.Load(LakeFolder.PackageOfField($$"""{ "name": "{{new string('é', 128)}}" }""")).Datasets);
        LakeFolder.AssertError(
            LakeFolder.PackageOfField($$"""{ "name": "{{new string('é', 129)}}" }"""), Field + "/name", "1 to 128 characters");
    }

    [Theory]
    [InlineData("\"b\"", "", "must be an array, but is the string 'b'")]
    [InlineData("[]", "", "must not be empty")]
    [InlineData("[5]", "/0", "must be a string")]
    [InlineData("[\"\"]", "/0", "'#1' means the first column without a header")]
    [InlineData("[\" b\"]", "/0", "must not begin or end with white space")]
    [InlineData("[\"c\", \"c\"]", "/1", "'sluice:aliases' has 'c' twice")]
    [InlineData("[\"a\"]", "/0", "'a' is the field's name already")]
    [InlineData("[\"b\"]", "/0", "'b' is the name or an alias of another field")]
    [InlineData("[\"B\", \"b#2\", \"#1\", \"line\\nbreak\"]", null, null)]
    public void An_alias_is_a_header_that_means_no_other_field(string aliases, string? pointer, string? says)
    {
        var package = LakeFolder.PackageOfField($$"""{ "name": "a", "sluice:aliases": {{aliases}} }, { "name": "b" }""");
        if (says is null)
        {
            Assert.Equal(
                ["B", "b#2", "#1", "line\nbreak"], LakeFolder.Load(package).Datasets[0].Schema.Fields[0].Aliases.Select(a => a.Text));
        }
        else
        {
            LakeFolder.AssertError(package, $"{Field}/sluice:aliases{pointer}", says);
        }
    }

    [Fact]
    public void Two_fields_have_two_aliases() =>
        LakeFolder.AssertError(
            LakeFolder.PackageOfField("""{ "name": "a", "sluice:aliases": ["x"] }, { "name": "b", "sluice:aliases": ["y", "x"] }"""),
            "/resources/0/schema/fields/1/sluice:aliases/1",
            "'x' is the name or an alias of another field");

    [Fact]
    public void A_field_with_the_name_of_another_gets_a_number_and_the_name_as_an_alias()
    {
        var package = LakeFolder.PackageOfField(
            """{ "name": "id" }, { "name": "Id" }, { "name": "id_2" }, { "name": "id", "sluice:aliases": ["x"] }""");
        var fields = LakeFolder.Load(package).Datasets[0].Schema.Fields;
        Assert.Equal(
            ["id", "Id_3 Id", "id_2", "id_4 x id#2"], fields.Select(f => string.Join(' ', f.Aliases.Select(a => a.Text).Prepend(f.Name))));
    }

    [Theory]
    [InlineData("\"Integer\"",
        "'Integer' is not a type. The types are string, integer, number, boolean, date, time, datetime, year, yearmonth, duration, "
            + "object, array, list, geopoint, geojson, any. Did you mean 'integer'?")]
    [InlineData("\"int\"", "Did you mean 'integer'?")]
    [InlineData("\"bool\"", "Did you mean 'boolean'?")]
    [InlineData("\"dateitme\"", "Did you mean 'datetime'?")]
    [InlineData("7", "must be a string, but is 7")]
    [InlineData("null", "must be a string, but is null")]
    public void A_type_is_one_of_the_standards(string type, string says) =>
        LakeFolder.AssertError(LakeFolder.PackageOfField($$"""{ "name": "id", "type": {{type}} }"""), Field + "/type", says);

    [Fact]
    public void A_type_like_no_other_gets_no_suggestion()
    {
        var error = Assert.Single(LakeFolder.ErrorsOf(LakeFolder.PackageOfField("""{ "name": "id", "type": "varchar" }""")));

        Assert.DoesNotContain("Did you mean", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("string", "\"e-mail\"", "must be 'default', 'email', 'uri', 'binary', 'uuid', but is 'e-mail'. Did you mean 'email'?")]
    [InlineData("geopoint", "\"list\"", "must be 'default', 'array', 'object', but is 'list'")]
    [InlineData("geojson", "\"json\"", "must be 'default', 'topojson', but is 'json'")]
    [InlineData("object", "\"json\"", "must be 'default', but is 'json'")]
    [InlineData("integer", "\"any\"", "must be 'default'")]
    [InlineData("number", "\"%d\"", "must be 'default'")]
    [InlineData("boolean", "\"yes/no\"", "must be 'default'")]
    [InlineData("year", "\"%Y\"", "must be 'default'")]
    [InlineData("date", "\"dd/mm/yyyy\"", "a pattern such as '%d/%m/%Y', but is 'dd/mm/yyyy'")]
    [InlineData("time", "\"\"", "a pattern such as")]
    [InlineData("time", "\"%Y-%m-%d %H:%M\"", "a time column cannot hold")]
    [InlineData("datetime", "\"iso\"", "a pattern such as")]
    [InlineData("datetime", "[]", "must be a string")]
    public void A_format_is_one_of_its_types(string type, string format, string says) =>
        LakeFolder.AssertError(
            LakeFolder.PackageOfField($$"""{ "name": "x", "type": "{{type}}", "format": {{format}} }"""), Field + "/format", says);

    [Theory]
    [InlineData("number", "\"decimalChar\": \"\"", "/decimalChar", "must not be empty")]
    [InlineData("number", "\"decimalChar\": \"1\"", "/decimalChar", "no digit or sign")]
    [InlineData("number", "\"decimalChar\": 1", "/decimalChar", "must be a string")]
    [InlineData("number", "\"groupChar\": \"-\"", "/groupChar", "no digit or sign")]
    [InlineData("number", "\"groupChar\": \".\"", "/groupChar", "must differ, but both are '.'")]
    [InlineData("number", "\"groupChar\": \",\", \"decimalChar\": \",\"", "/groupChar", "must differ, but both are ','")]
    [InlineData("integer", "\"groupChar\": \"\"", "/groupChar", "must not be empty")]
    [InlineData("integer", "\"bareNumber\": \"no\"", "/bareNumber", "must be true or false")]
    [InlineData("boolean", "\"trueValues\": \"yes\"", "/trueValues", "must be an array")]
    [InlineData("boolean", "\"trueValues\": []", "/trueValues", "must not be empty")]
    [InlineData("boolean", "\"falseValues\": [0]", "/falseValues/0", "must be a string, but is 0")]
    [InlineData("boolean", "\"falseValues\": [\"no\", \"no\"]", "/falseValues/1", "twice")]
    [InlineData("boolean", "\"falseValues\": [\"1\"]", "/falseValues", "'1' is both a true and a false value")]
    [InlineData("list", "\"itemType\": \"object\"", "/itemType",
        "must be string, integer, boolean, number, datetime, date, time, but is 'object'")]
    [InlineData("list", "\"delimiter\": \"\"", "/delimiter", "must not be empty")]
    [InlineData("string", "\"categories\": []", "/categories", "must not be empty")]
    [InlineData("string", "\"categories\": [1]", "/categories/0", "must be a string, but is 1")]
    [InlineData("integer", "\"categories\": [\"x\"]", "/categories/0", "is not an integer")]
    [InlineData("string", "\"categories\": [\"a\", { \"value\": \"a\" }]", "/categories/1/value", "has 'a' twice")]
    [InlineData("string", "\"categories\": [{ \"label\": \"a\" }]", "/categories/0", "must have a 'value'")]
    [InlineData("integer", "\"categories\": [{ \"value\": 1, \"label\": \"x\" }, { \"value\": 2, \"label\": \"x\" }]",
        "/categories/1/label", "has the label 'x' twice")]
    [InlineData("string", "\"categories\": [\"a\"], \"constraints\": { \"enum\": [\"b\"] }", "/constraints/enum",
        "not one of the 'categories'")]
    [InlineData("string", "\"categories\": [\"a\"], \"categoriesOrdered\": 1", "/categoriesOrdered", "must be true or false")]
    [InlineData("boolean", "\"categories\": [\"a\"]", "/categories", "not for fields of type boolean")]
    [InlineData("string", "\"sluice:sensitive\": \"hide\"", "/sluice:sensitive", "must be drop or hash or mask, but is 'hide'")]
    [InlineData("string", "\"sluice:sensitive\": \"hush\"", "/sluice:sensitive", "Did you mean 'hash'?")]
    [InlineData("string", "\"sluice:sensitive\": \"drop\", \"constraints\": { \"unique\": true }", "/constraints/unique",
        "duplicates could not be found")]
    [InlineData("boolean", "\"trueValues\": [\"0\"]", "/trueValues", "'0' is both a true and a false value")]
    public void How_values_are_written_is_checked(string type, string property, string pointer, string says) =>
        LakeFolder.AssertError(LakeFolder.PackageOfField($$"""{ "name": "x", "type": "{{type}}", {{property}} }"""), Field + pointer, says);

    [Theory]
    [InlineData("number", "\"decimal\"", "must be 'float' or 'decimal(p,s)'")]
    [InlineData("number", "\"decimal(39,2)\"", "1 to 38 digits")]
    [InlineData("number", "\"decimal(0,0)\"", "1 to 38 digits")]
    [InlineData("number", "\"decimal(5,6)\"", "at most as many after the point")]
    [InlineData("number", "\"decimal(5,-1)\"", "'decimal(p,s)'")]
    [InlineData("number", "\"decimal(300,2)\"", "1 to 38 digits")]
    [InlineData("number", "\"decimal(5,2)\\n\"", "'decimal(p,s)'")]
    [InlineData("number", "\"Float\"", "Did you mean 'float'?")]
    [InlineData("number", "9", "must be a string")]
    [InlineData("integer", "\"float\"", "only for fields of type number, not integer")]
    [InlineData("string", "\"decimal(5,2)\"", "only for fields of type number, not string")]
    public void A_column_type_is_one_that_exists(string type, string column, string says) =>
        LakeFolder.AssertError(
            LakeFolder.PackageOfField($$"""{ "name": "x", "type": "{{type}}", "sluice:type": {{column}} }"""),
            Field + "/sluice:type", says);

    [Theory]
    [InlineData("{ \"name\": \"x\", \"sluice:typ\": \"float\" }", "/sluice:typ", "Did you mean 'sluice:type'?")]
    [InlineData("{ \"name\": \"x\", \"sluice:write\": \"merge\" }", "/sluice:write", "belongs to a resource, not to a field")]
    [InlineData("{ \"name\": \"x\", \"constraints\": { \"sluice:type\": \"float\" } }", "/constraints/sluice:type", "belongs to a field")]
    public void A_property_of_our_own_is_known_and_in_its_place(string field, string pointer, string says) =>
        LakeFolder.AssertError(LakeFolder.PackageOfField(field), Field + pointer, says);

    [Theory]
    [InlineData("\"-\"", "", "must be an array of strings")]
    [InlineData("[5]", "/0", "must be a string, but is 5")]
    [InlineData("[\"-\", \"\", \"-\"]", "/2", "has '-' twice")]
    [InlineData("[{ \"label\": \"none\" }]", "/0", "must have a 'value'")]
    [InlineData("[{ \"value\": 9 }]", "/0/value", "must be a string, but is 9")]
    [InlineData("[{ \"value\": \"9\", \"label\": 9 }]", "/0/label", "must be a string")]
    [InlineData("[\"9\", { \"value\": \"9\" }]", "/1/value", "has '9' twice")]
    [InlineData("[{ \"value\": \"9\", \"label\": \"x\" }, { \"value\": \"8\", \"label\": \"x\" }]", "/1/label", "has the label 'x' twice")]
    public void Missing_values_are_checked_on_every_level(string values, string pointer, string says)
    {
        LakeFolder.AssertError(
            LakeFolder.PackageOfField($$"""{ "name": "x", "missingValues": {{values}} }"""), $"{Field}/missingValues{pointer}", says);
        LakeFolder.AssertError(
            LakeFolder.PackageOfSchema($$"""{ "fields": [{ "name": "x" }], "missingValues": {{values}} }"""),
            $"/resources/0/schema/missingValues{pointer}",
            says);
        const string Resource = """{ "name": "a", "path": "data/*", "schema": { "fields": [{ "name": "x" }] } }""";
        LakeFolder.AssertError(
            $$"""{ "missingValues": {{values}}, "resources": [{{Resource}}] }""",
            $"/missingValues{pointer}",
            says);
    }

    [Fact]
    public void Texts_that_cannot_be_read_as_the_fields_values_are_errors_at_their_place()
    {
        using var folder = new LakeFolder();
        folder.Write(LakeFolder.PackageOfField(
            """{ "name": "x", "type": "integer", "constraints": { "minimum": 5, "maximum": "many", "enum": [1, "two"] } }"""));
        var reader = new LakeDefinitionReader(field =>
            [("constraints/enum/1", $"{field.Constraints.Enum![1]}?"), ("constraints/maximum", $"{field.Constraints.Maximum}?")],
            _ => []);

        var errors = Assert.Throws<LakeDefinitionException>(() => reader.Read(folder.DescriptorPath)).Errors;

        Assert.Equal(
            [($"{Field}/constraints/maximum", "many?"), ($"{Field}/constraints/enum/1", "two?")],
            errors.Select(e => (e.Pointer, e.Message)));
    }

    [Fact]
    public void Texts_of_a_field_whose_type_is_unknown_are_not_judged()
    {
        using var folder = new LakeFolder();
        folder.Write(LakeFolder.PackageOfField("""{ "name": "x", "type": "money", "constraints": { "minimum": "5 EUR" } }"""));
        var reader = new LakeDefinitionReader(field => [("constraints/minimum", "judged")], _ => []);

        var errors = Assert.Throws<LakeDefinitionException>(() => reader.Read(folder.DescriptorPath)).Errors;

        Assert.Equal($"{Field}/type", Assert.Single(errors).Pointer);
    }
}
