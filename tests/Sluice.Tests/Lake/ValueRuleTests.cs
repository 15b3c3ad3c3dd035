using Sluice.Lake.Schema;

namespace Sluice.Tests.Lake;

/// <summary>How texts are taken as values: <c>sluice:trim</c>, <c>sluice:timezone</c>, <c>sluice:fraction</c>, formats of counts.</summary>
public class ValueRuleTests
{
    private const string At = "/resources/0/schema/fields/0";

    [Theory]
    [InlineData("", "", false)]
    [InlineData("\"sluice:trim\": true", "", true)]
    [InlineData("\"sluice:trim\": true", ", \"sluice:trim\": false", false)]
    [InlineData("\"sluice:trim\": false", ", \"sluice:trim\": true", true)]
    [InlineData("", ", \"sluice:trim\": true", true)]
    public void A_field_is_trimmed_as_it_says_or_else_as_its_dataset_says(string dataset, string field, bool trims) =>
        Assert.Equal(trims, FieldOf(dataset, $"\"type\": \"integer\"{field}").Trim);

    [Theory]
    [InlineData("", "datetime", "", null)]
    [InlineData("\"sluice:timezone\": \"Europe/Berlin\"", "datetime", "", "Europe/Berlin")]
    [InlineData("\"sluice:timezone\": \"Europe/Berlin\"", "datetime", ", \"sluice:timezone\": \"UTC\"", "UTC")]
    [InlineData("", "datetime", ", \"format\": \"excel\", \"sluice:timezone\": \"America/New_York\"", "America/New_York")]
    [InlineData("\"sluice:timezone\": \"Europe/Berlin\"", "datetime", ", \"format\": \"%s\"", null)]
    [InlineData("\"sluice:timezone\": \"Europe/Berlin\"", "datetime", ", \"format\": \"epoch-ms\"", null)]
    [InlineData("\"sluice:timezone\": \"Europe/Berlin\"", "date", "", null)]
    [InlineData("\"sluice:timezone\": \"Europe/Berlin\"", "string", "", null)]
    public void Local_times_have_the_zone_of_the_field_or_else_of_the_dataset(string dataset, string type, string field, string? zone) =>
        Assert.Equal(zone, FieldOf(dataset, $"\"type\": \"{type}\"{field}").Timezone);

    [Theory]
    [InlineData("", FractionPolicy.Reject)]
    [InlineData(", \"sluice:fraction\": \"reject\"", FractionPolicy.Reject)]
    [InlineData(", \"sluice:fraction\": \"truncate\"", FractionPolicy.Truncate)]
    public void Fractions_of_integers_are_rejects_unless_the_field_says_other(string property, FractionPolicy fraction) =>
        Assert.Equal(fraction, FieldOf("", $"\"type\": \"integer\"{property}").Fraction);

    [Fact]
    public void Only_integers_that_are_truncated_have_a_decimal_point()
    {
        Assert.Equal(",", FieldOf("", "\"type\": \"integer\", \"sluice:fraction\": \"truncate\", \"decimalChar\": \",\"").DecimalChar);
        Assert.Equal(".", FieldOf("", "\"type\": \"integer\", \"decimalChar\": \",\"").DecimalChar);
    }

    [Theory]
    [InlineData("string", "\"sluice:trim\": \"yes\"", "/sluice:trim", "'sluice:trim' must be true or false, but is the string 'yes'.")]
    [InlineData("string", "\"sluice:Trim\": true", "/sluice:Trim", "Did you mean 'sluice:trim'?")]
    [InlineData("string", "\"sluice:trim\": true, \"constraints\": { \"enum\": [\"a\", \" b\"] }", "/constraints/enum/1",
        "\" b\" has white space around it")]
    [InlineData("string", "\"sluice:trim\": true, \"categories\": [\"a\u00A0\"]", "/categories/0", "has white space around it")]
    [InlineData("boolean", "\"sluice:trim\": true, \"trueValues\": [\"yes\", \"yes \"]", "/trueValues/1", "has white space around it")]
    [InlineData("datetime", "\"sluice:timezone\": 1", "/sluice:timezone", "'sluice:timezone' must be a string, but is 1.")]
    [InlineData("datetime", "\"sluice:timezone\": \"Europe/Berln\"", "/sluice:timezone",
        "must be the IANA name of a time zone, such as 'Europe/Berlin' or 'UTC', but is 'Europe/Berln'. Did you mean 'Europe/Berlin'?")]
    [InlineData("datetime", "\"sluice:timezone\": \"new york\"", "/sluice:timezone", "Did you mean 'America/New_York'?")]
    [InlineData("datetime", "\"sluice:timezone\": \"W. Europe Standard Time\"", "/sluice:timezone", "Did you mean 'Europe/Berlin'?")]
    [InlineData("datetime", "\"sluice:timezone\": \"+01:00\"", "/sluice:timezone", "must be the IANA name")]
    [InlineData("datetime", "\"sluice:timezone\": \"../zoneinfo/UTC\"", "/sluice:timezone", "must be the IANA name")]
    [InlineData("datetime", "\"sluice:timezone\": \"right/Europe/Berlin\"", "/sluice:timezone", "must be the IANA name")]
    [InlineData("datetime", "\"sluice:timezone\": \"\"", "/sluice:timezone", "must be the IANA name")]
    [InlineData("date", "\"sluice:timezone\": \"UTC\"", "/sluice:timezone", "is only for fields of type datetime, not date.")]
    [InlineData("list", "\"itemType\": \"datetime\", \"sluice:timezone\": \"UTC\"", "/sluice:timezone", "not list.")]
    [InlineData("datetime", "\"format\": \"%s\", \"sluice:timezone\": \"UTC\"", "/sluice:timezone",
        "is not for the format '%s', which counts from 1970 in UTC.")]
    [InlineData("datetime", "\"sluice:timezone\": \"Europe/Berlin\", \"constraints\": { \"minimum\": \"2024-03-31T02:30:00\" }",
        "/constraints/minimum", "does not exist in Europe/Berlin: the clocks go forward over it")]
    [InlineData("integer", "\"sluice:fraction\": \"round\"", "/sluice:fraction", "must be reject or truncate, but is 'round'.")]
    [InlineData("integer", "\"sluice:fraction\": \"trunc\"", "/sluice:fraction", "Did you mean 'truncate'?")]
    [InlineData("integer", "\"sluice:fraction\": true", "/sluice:fraction", "must be a string, but is true.")]
    [InlineData("number", "\"sluice:fraction\": \"truncate\"", "/sluice:fraction",
        "is only for fields of type integer, time and datetime, not number.")]
    [InlineData("integer", "\"sluice:fraction\": \"truncate\", \"groupChar\": \".\"", "/groupChar", "must differ, but both are '.'")]
    [InlineData("integer", "\"sluice:fraction\": \"truncate\", \"constraints\": { \"minimum\": 1.5 }", "/constraints/minimum",
        "\"1.5\" is not an integer")]
    [InlineData("date", "\"format\": \"epoch\"", "/format",
        "must be 'default', 'any', 'epoch-ms', 'epoch-us', 'epoch-ns', 'excel', '%s' (seconds since 1970) or a pattern such as "
            + "'%d/%m/%Y', but is 'epoch'. Did you mean 'epoch-ms'?")]
    [InlineData("datetime", "\"format\": \"Excel\"", "/format", "Did you mean 'excel'?")]
    [InlineData("time", "\"format\": \"excel\"", "/format", "must be 'default', 'any' or a pattern such as '%H:%M', but is 'excel'.")]
    [InlineData("time", "\"format\": \"%s\"", "/format", "has a date, which a time column cannot hold")]
    [InlineData("datetime", "\"format\": \"%s %H\"", "/format", "must be \"%s\" and nothing else")]
    [InlineData("datetime", "\"format\": \"%Y-W%V\"", "/format", "must have both %V, the week of ISO 8601, and %G")]
    public void A_wrong_rule_is_an_error_at_its_place(string type, string property, string pointer, string says) =>
        LakeFolder.AssertError(LakeFolder.PackageOfField($$"""{ "name": "x", "type": "{{type}}", {{property}} }"""), At + pointer, says);

    [Theory]
    [InlineData("\"sluice:trim\": 1", "/sluice:trim", "must be true or false")]
    [InlineData("\"sluice:timezone\": \"Mars\"", "/sluice:timezone", "must be the IANA name of a time zone")]
    [InlineData("\"sluice:fraction\": \"truncate\"", "/sluice:fraction", "belongs to a field, not to a resource")]
    public void A_wrong_rule_of_a_dataset_is_an_error_at_its_place(string property, string pointer, string says) =>
        LakeFolder.AssertError(
            LakeFolder.PackageOf($$"""{{property}}, "schema": { "fields": [{ "name": "x" }] }"""), $"/resources/0{pointer}", says);

    [Fact]
    public void A_rule_has_its_place_on_datasets_and_fields() =>
        LakeFolder.AssertError(
            LakeFolder.PackageOfSchema("""{ "fields": [{ "name": "x" }], "sluice:trim": true }"""),
            "/resources/0/schema/sluice:trim",
            "'sluice:trim' belongs to a resource or a field, not to a schema.");

    private static Field FieldOf(string dataset, string field) => LakeFolder.Load(LakeFolder.PackageOf(
        $$"""{{(dataset.Length == 0 ? "" : dataset + ", ")}}"schema": { "fields": [{ "name": "x", {{field}} }] }"""))
        .Datasets[0].Schema.Fields[0];
}
