namespace Sluice.Tests.Lake;

/// <summary>Who may read a dataset or a field, and which rows.</summary>
public sealed class AccessTests
{
    private const string Schema = """
        "schema": { "fields": [{ "name": "id", "type": "integer" }, { "name": "city" }, { "name": "salary", "sluice:read": ["hr"] }] }
        """;

    [Fact]
    public void A_dataset_and_a_field_name_the_roles_that_read_them()
    {
        var dataset = LakeFolder.Load(LakeFolder.PackageOf($"\"sluice:read\": [\"analyst\", \"hr.all\"], {Schema}")).Datasets[0];

        Assert.Equal(["analyst", "hr.all"], dataset.Readers);
        Assert.Equal([null, null, "hr"], dataset.Schema.Fields.Select(f => f.Readers?.Single()));
    }

    [Fact]
    public void Without_roles_everybody_reads_all_rows()
    {
        var dataset = LakeFolder.Load(LakeFolder.PackageOfField("""{ "name": "id" }""")).Datasets[0];

        Assert.Null(dataset.Readers);
        Assert.Empty(dataset.RowFilters);
    }

    [Fact]
    public void A_role_has_a_filter_of_rows_that_can_name_claims_other_datasets_and_fields_that_the_role_cannot_read()
    {
        const string Filters = """
            { "partner": "city eq @claim.city and not startswith(city,@claim.a.b)", "clerk": "salary ne '@claim.x' and id lt @claim.id" }
            """;

        var dataset = LakeFolder.Load(LakeFolder.PackageOf($"\"sluice:rows\": {Filters}, {Schema}")).Datasets[0];

        Assert.Equal(["partner", "clerk"], dataset.RowFilters.Keys);
    }

    [Theory]
    [InlineData("\"sluice:read\": \"hr\"", "sluice:read", "must be an array, but is the string 'hr'")]
    [InlineData("\"sluice:read\": []", "sluice:read", "must not be empty")]
    [InlineData("\"sluice:read\": [5]", "sluice:read/0", "must be a string, but is 5")]
    [InlineData("\"sluice:read\": [\"hr\", \"hr\"]", "sluice:read/1", "has 'hr' twice")]
    [InlineData("\"sluice:read\": [\"h r\"]", "sluice:read/0", "but is 'h r'")]
    [InlineData("\"sluice:read\": [\"\"]", "sluice:read/0", "but is ''")]
    [InlineData("\"sluice:rows\": \"id eq 1\"", "sluice:rows", "must be an object, but is the string 'id eq 1'")]
    [InlineData("\"sluice:rows\": {}", "sluice:rows", "a filter for at least one role")]
    [InlineData("\"sluice:rows\": { \"a b\": \"id eq 1\" }", "sluice:rows/a b", "but is 'a b'")]
    [InlineData("\"sluice:rows\": { \"p\": 5 }", "sluice:rows/p", "must be a string, but is 5")]
    [InlineData("\"sluice:rows\": { \"p\": \" \" }", "sluice:rows/p", "The filter is empty")]
    [InlineData("\"sluice:rows\": { \"p\": \"town eq 'x'\" }", "sluice:rows/p", "there is no property 'town' of ads")]
    [InlineData("\"sluice:rows\": { \"p\": \"city eq\" }", "sluice:rows/p", "The filter cannot be used.")]
    [InlineData("\"sluice:rows\": { \"p\": \"id\" }", "sluice:rows/p", "The filter cannot be used.")]
    [InlineData("\"sluice:rows\": { \"p\": \"city eq 5\" }", "sluice:rows/p", "eq does not apply to values of the types")]
    [InlineData("\"sluice:rows\": { \"p\": \"@claim.city eq city\" }", "sluice:rows/p", "on the right of a comparison")]
    [InlineData("\"sluice:rows\": { \"p\": \"city eq @city\" }", "sluice:rows/p", "must be a claim, such as @claim.city")]
    [InlineData("\"sluice:rows\": { \"p\": \"city eq @c0\" }", "sluice:rows/p", "must be a claim, such as @claim.city")]
    [InlineData("\"sluice:rows\": { \"p\": \"length(@claim.city) eq 5\" }", "sluice:rows/p", "an argument of contains")]
    [InlineData("\"sluice:rows\": { \"p\": \"'Oslo' eq @claim.city\" }", "sluice:rows/p", "compared with a property of the rows")]
    [InlineData("\"sluice:rows\": { \"p\": \"year(now()) eq 2024\" }", "sluice:rows/p", "cannot call now()")]
    public void Wrong_access_is_an_error_at_its_place(string property, string place, string says) =>
        LakeFolder.AssertError(LakeFolder.PackageOf($"{property}, {Schema}"), $"/resources/0/{place}", says);

    [Fact]
    public void Who_reads_a_dataset_reads_its_primary_key() => LakeFolder.AssertError(
        LakeFolder.PackageOfSchema("""{ "fields": [{ "name": "id", "sluice:read": ["hr"] }], "primaryKey": "id" }"""),
        "/resources/0/schema/fields/0/sluice:read",
        "part of the primary key");

    [Fact]
    public void Rows_belong_to_a_dataset_not_to_a_field() => LakeFolder.AssertError(
        LakeFolder.PackageOfField("""{ "name": "id", "sluice:rows": { "p": "id eq '1'" } }"""),
        "/resources/0/schema/fields/0/sluice:rows",
        "belongs to a resource");
}
