namespace Sluice.Tests.Lake;

/// <summary>What a schema, its keys and a dialect must be.</summary>
public class SchemaErrorTests
{
    private const string Fields = "\"fields\": [{ \"name\": \"id\" }, { \"name\": \"owner\" }]";

    [Theory]
    [InlineData("{}", "", "must have 'fields'")]
    [InlineData("{ \"fields\": [] }", "/fields", "must not be empty")]
    [InlineData("{ \"fields\": {} }", "/fields", "must be an array")]
    [InlineData("{ " + Fields + ", \"fieldsMatch\": \"subsets\" }", "/fieldsMatch", "Did you mean 'subset'?")]
    [InlineData("{ " + Fields + ", \"fieldsMatch\": [\"some\"] }", "/fieldsMatch/0",
        "must be exact, equal, subset, superset, partial, but is 'some'")]
    [InlineData("{ " + Fields + ", \"fieldsMatch\": [\"equal\", \"subset\"] }", "/fieldsMatch", "must be a string")]
    [InlineData("{ " + Fields + ", \"fieldsMatch\": true }", "/fieldsMatch", "must be a string")]
    [InlineData("{ " + Fields + ", \"uniqueKeys\": [] }", "/uniqueKeys", "must not be empty")]
    [InlineData("{ " + Fields + ", \"uniqueKeys\": [[\"id\"], [\"ownr\"]] }", "/uniqueKeys/1/0",
        "There is no field 'ownr' in the schema. Did you mean 'owner'?")]
    [InlineData("{ " + Fields + ", \"uniqueKeys\": [[]] }", "/uniqueKeys/0", "must not be empty")]
    [InlineData("{ " + Fields + ", \"sluice:type\": \"float\" }", "/sluice:type", "belongs to a field, not to a schema")]
    [InlineData("{ " + Fields + ", \"primaryKey\": [] }", "/primaryKey", "must not be empty")]
    [InlineData("{ " + Fields + ", \"primaryKey\": 5 }", "/primaryKey", "the name of a field or an array of names")]
    [InlineData("{ " + Fields + ", \"primaryKey\": [5] }", "/primaryKey/0", "must be a string")]
    [InlineData("{ " + Fields + ", \"primaryKey\": [\"id\", \"id\"] }", "/primaryKey/1", "twice")]
    [InlineData(
        "{ " + Fields + ", \"primaryKey\": \"ownr\" }", "/primaryKey", "There is no field 'ownr' in the schema. Did you mean 'owner'?")]
    [InlineData("{ " + Fields + ", \"primaryKey\": [\"id\", \"Owner\"] }", "/primaryKey/1", "Did you mean 'owner'?")]
    public void A_schema_is_checked(string schema, string pointer, string says) =>
        LakeFolder.AssertError(LakeFolder.PackageOfSchema(schema), "/resources/0/schema" + pointer, says);

    [Theory]
    [InlineData("{}", "", "must be an array, but is an object")]
    [InlineData("[5]", "/0", "must be an object")]
    [InlineData("[{ \"reference\": { \"fields\": \"id\" } }]", "/0", "must have 'fields'")]
    [InlineData("[{ \"fields\": \"owner\" }]", "/0", "must have a 'reference'")]
    [InlineData("[{ \"fields\": \"owner\", \"reference\": \"users\" }]", "/0/reference", "must be an object")]
    [InlineData("[{ \"fields\": \"owner\", \"reference\": {} }]", "/0/reference", "must have 'fields'")]
    [InlineData("[{ \"fields\": \"ownr\", \"reference\": { \"fields\": \"id\" } }]", "/0/fields",
        "no field 'ownr' in dataset 'ads'. Did you mean 'owner'?")]
    [InlineData("[{ \"fields\": [\"x\"], \"reference\": { \"fields\": \"id\" } }]", "/0/fields/0", "no field 'x' in dataset 'ads'")]
    [InlineData(
        "[{ \"fields\": \"owner\", \"reference\": { \"fields\": [\"x\"] } }]", "/0/reference/fields/0", "no field 'x' in dataset 'ads'")]
    [InlineData("[{ \"fields\": [\"id\", \"owner\"], \"reference\": { \"fields\": \"id\" } }]", "/0/reference/fields",
        "of 2 fields cannot refer to 1 field")]
    [InlineData("[{ \"fields\": [], \"reference\": { \"fields\": \"id\" } }]", "/0/fields", "must not be empty")]
    [InlineData("[{ \"fields\": \"owner\", \"reference\": { \"resource\": \"user\", \"fields\": \"id\" } }]", "/0/reference/resource",
        "There is no dataset 'user'. Did you mean 'users'?")]
    [InlineData(
        "[{ \"fields\": \"owner\", \"reference\": { \"resource\": 5, \"fields\": \"id\" } }]", "/0/reference/resource", "must be a string")]
    [InlineData("[{ \"fields\": \"owner\", \"reference\": { \"resource\": \"users\", \"fields\": \"id\" } }]", "/0/reference/fields",
        "no field 'id' in dataset 'users'")]
    public void A_foreign_key_is_checked(string keys, string pointer, string says) =>
        LakeFolder.AssertError(
            $$"""
            { "resources": [
              { "name": "ads", "path": "data/ads/*", "schema": { {{Fields}}, "foreignKeys": {{keys}} } },
              { "name": "users", "path": "data/users/*", "schema": { "fields": [{ "name": "number" }] } } ] }
            """,
            "/resources/0/schema/foreignKeys" + pointer,
            says);

    [Theory]
    [InlineData("\"keys\"", "'id'", "must be 'keep' or 'cascade', but is 'keys'")]
    [InlineData("5", "'id'", "must be a string")]
    [InlineData("\"cascade\"", "'name'", "refers to the primary key of dataset 'users', which is 'id'")]
    [InlineData("\"cascade\"", "'secret'", "refers to the primary key of dataset 'users', which is 'id'")]
    public void Rows_go_along_only_by_a_reference_to_a_primary_key(string erase, string references, string says) =>
        LakeFolder.AssertError(ErasingLake(erase, "owner", references), "/resources/0/schema/foreignKeys/0/sluice:erase", says);

    [Fact]
    public void Rows_go_along_only_if_both_sides_are_stored_alike() =>
        LakeFolder.AssertError(
            ErasingLake("\"cascade\"", "hidden", "'id'"), "/resources/0/schema/foreignKeys/0/sluice:erase", "must be stored alike");

    [Fact]
    public void The_property_erase_belongs_to_a_foreign_key() =>
        LakeFolder.AssertError(
            """
            { "resources": [{
              "name": "ads", "path": "data/ads/*", "sluice:erase": "cascade", "schema": { "fields": [{ "name": "id" }] } }] }
            """,
            "/resources/0/sluice:erase",
            "belongs to a foreign key");

    private static string ErasingLake(string erase, string field, string references) =>
        $$"""
        { "resources": [
          { "name": "ads", "path": "data/ads/*", "schema": {
            "fields": [{ "name": "owner" }, { "name": "hidden", "sluice:sensitive": "hash" }],
            "foreignKeys": [{
              "fields": "{{field}}", "sluice:erase": {{erase}},
              "reference": { "resource": "users", "fields": {{references.Replace('\'', '"')}} } }] } },
          { "name": "users", "path": "data/users/*", "schema": {
            "fields": [{ "name": "id" }, { "name": "name" }, { "name": "secret", "sluice:sensitive": "drop" }], "primaryKey": "id" } } ] }
        """;

    [Theory]
    [InlineData("\"delimiter\": \"\"", "/delimiter", "must not be empty")]
    [InlineData("\"delimiter\": \"a\"", "/delimiter", "a single letter or digit")]
    [InlineData("\"delimiter\": \"\\n\"", "/delimiter", "no line break")]
    [InlineData("\"delimiter\": 5", "/delimiter", "must be a string")]
    [InlineData("\"quoteChar\": null", "/quoteChar", "must be one character, or '' for no quotes, but is null")]
    [InlineData("\"quoteChar\": \"''\"", "/quoteChar", "one character")]
    [InlineData("\"quoteChar\": \",\"", "/quoteChar", "must differ")]
    [InlineData("\"escapeChar\": \"\"", "/escapeChar", "one character")]
    [InlineData("\"escapeChar\": \"n\"", "/escapeChar", "not a letter")]
    [InlineData("\"escapeChar\": \"|\", \"quoteChar\": \"|\"", "/escapeChar", "must differ")]
    [InlineData("\"commentChar\": \"\"", "/commentChar", "must not be empty")]
    [InlineData("\"commentChar\": \",\"", "/commentChar", "must differ")]
    [InlineData("\"commentChar\": \"\\\"\"", "/commentChar", "must differ")]
    [InlineData("\"lineTerminator\": \"\"", "/lineTerminator", "must not be empty")]
    [InlineData("\"lineTerminator\": \",\"", "/lineTerminator", "must differ")]
    [InlineData("\"lineTerminator\": \",,\"", "/lineTerminator", "must not begin with each other")]
    [InlineData("\"nullSequence\": 5", "/nullSequence", "must be a string")]
    [InlineData("\"skipInitialSpace\": 1", "/skipInitialSpace", "must be true or false")]
    [InlineData("\"header\": \"no\"", "/header", "must be true or false")]
    [InlineData("\"headerRows\": 1", "/headerRows", "an array of row numbers")]
    [InlineData("\"headerRows\": [0]", "/headerRows/0", "a whole number from 1")]
    [InlineData("\"headerJoin\": 1", "/headerJoin", "must be a string")]
    [InlineData("\"commentRows\": [\"2\"]", "/commentRows/0", "a whole number from 1")]
    [InlineData("\"commentRows\": [1]", "/commentRows", "cannot be a row of the header and a comment")]
    [InlineData("\"doubleQuote\": 1", "/doubleQuote", "must be true or false")]
    [InlineData("\"sluice:write\": \"append\"", "/sluice:write", "belongs to a resource, not to a dialect")]
    public void A_dialect_is_checked(string property, string pointer, string says) =>
        LakeFolder.AssertError(
            LakeFolder.PackageOf($$"""  "dialect": { {{property}} }, "schema": { {{Fields}} }  """),
            "/resources/0/dialect" + pointer, says);
}
