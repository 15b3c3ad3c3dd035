using System.Text;
using Sluice.Lake.Definition;
using Sluice.Validation;

namespace Sluice.Tests.Lake;

/// <summary>What happens when a descriptor cannot be read at all.</summary>
public class DescriptorFileTests
{
    private const string Schema = """{ "fields": [{ "name": "id", "type": "integer" }] }""";

    [Theory]
    [InlineData("", "line 1, byte 1")]
    [InlineData("id,name\n1,x\n", "line 1, byte 1")]
    [InlineData("{\n  \"resources\": [],\n}", "line 3, byte 1")]
    [InlineData("{\n  // none yet\n  \"resources\": [] }", "line 2, byte 3")]
    [InlineData("{ \"resources\": [] } {}", "line 1, byte 21")]
    [InlineData("{ \"resources\": [", "line 1, byte 17")]
    public void A_file_that_is_not_json_says_where(string text, string place) =>
        LakeFolder.AssertError(text, "", $"not JSON ({place})");

    [Theory]
    [InlineData("[]", "an array")]
    [InlineData("null", "null")]
    [InlineData("\"lake\"", "the string 'lake'")]
    public void A_descriptor_is_an_object(string text, string kind) =>
        LakeFolder.AssertError(text, "", $"must be an object, but is {kind}");

    [Fact]
    public void Json_that_is_nested_without_end_is_refused() =>
        LakeFolder.AssertError(new string('[', 100_000), "", "not JSON");

    [Fact]
    public void A_property_that_is_there_twice_is_an_error_wherever_it_is()
    {
        var errors = LakeFolder.ErrorsOf(
            LakeFolder.PackageOfField("""{ "name": "id", "type": "integer", "type": "string", "x": { "a/b": 1, "a/b": 2 } }"""));

        Assert.Equal(
            ["/resources/0/schema/fields/0/type", "/resources/0/schema/fields/0/x/a~1b"], errors.Select(e => e.Pointer));
        Assert.All(errors, e => Assert.Contains("twice", e.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{ "name": "\ud83d" }""", "/name")]
    [InlineData("""{ "x": { "\ud83d": 1 } }""", "/x")]
    public void A_text_that_is_no_unicode_is_refused(string text, string pointer) =>
        LakeFolder.AssertError(text, pointer, "surrogate");

    [Fact]
    public void A_byte_order_mark_is_no_fault()
    {
        using var folder = new LakeFolder();
        folder.Write(LakeFolder.Descriptor, [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(LakeFolder.PackageOfSchema(Schema))]);

        Assert.Single(folder.Load().Datasets);
    }

    [Fact]
    public void Text_in_another_encoding_is_refused()
    {
        using var folder = new LakeFolder();
        folder.Write(LakeFolder.Descriptor, Encoding.Latin1.GetBytes("""{ "name": "données" }"""));

        Assert.Equal(new(LakeFolder.Descriptor, "", "The file is not UTF-8 text."), Assert.Single(folder.Errors()));
    }

    [Fact]
    public void A_definition_that_is_not_there_is_named()
    {
        using var folder = new LakeFolder();

        Assert.Equal(new(LakeFolder.Descriptor, "", "'datapackage.json' does not exist."), Assert.Single(folder.Errors()));
    }

    [Fact]
    public void A_folder_is_no_definition()
    {
        using var folder = new LakeFolder();

        var error = Assert.Single(Assert.Throws<LakeDefinitionException>(() => LakeDefinitionFile.Load(folder.Folder)).Errors);
        Assert.Contains("is a folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_file_has_its_own_errors()
    {
        using var folder = new LakeFolder();
        folder.Write(LakeFolder.PackageOf("\"schema\": \"schemas/ads.json\""))
            .Write("schemas/ads.json", """{ "fields": [{ "name": "id", "type": "integre" }] }""");

        var error = Assert.Single(folder.Errors());
        Assert.Equal(("schemas/ads.json", "/fields/0/type"), (error.File, error.Pointer));
        Assert.Contains("Did you mean 'integer'?", error.Message, StringComparison.Ordinal);
        Assert.StartsWith("schemas/ads.json#/fields/0/type: ", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_schema_of_two_datasets_has_each_error_once()
    {
        using var folder = new LakeFolder();
        folder.Write("""
            { "resources": [
              { "name": "a", "path": "data/a/*", "schema": "s.json" },
              { "name": "b", "path": "data/b/*", "schema": "s.json" }
            ] }
            """).Write("s.json", """{ "fields": [{ "name": "id" }], "primaryKey": ["ix"] }""");

        Assert.Equal(("s.json", "/primaryKey/0"), folder.Errors().Select(e => (e.File, e.Pointer)).Single());
    }

    [Theory]
    [InlineData("schema", "schemas/none.json", "does not exist")]
    [InlineData("schema", "schemas", "is a folder")]
    [InlineData("schema", "../ads.json", "in the lake definition's folder or below")]
    [InlineData("schema", "schemas/../../ads.json", "in the lake definition's folder or below")]
    [InlineData("schema", "/etc/ads.json", "in the lake definition's folder or below")]
    [InlineData("schema", "https://example.org/ads.json", "in the lake definition's folder or below")]
    [InlineData("schema", "C:/ads.json", "in the lake definition's folder or below")]
    [InlineData("schema", "schemas\\\\ads.json", "in the lake definition's folder or below")]
    [InlineData("schema", "", "in the lake definition's folder or below")]
    [InlineData("dialect", "dialects/none.json", "does not exist")]
    [InlineData("dialect", "../x.json", "in the lake definition's folder or below")]
    public void A_file_that_is_referred_to_is_in_the_folder(string property, string path, string says)
    {
        using var folder = new LakeFolder();
        folder.Write("schemas/ads.json", Schema)
            .Write(LakeFolder.PackageOf($"\"{property}\": \"{path}\"{(property == "schema" ? "" : $", \"schema\": {Schema}")}"));

        var error = Assert.Single(folder.Errors());
        Assert.Equal((LakeFolder.Descriptor, $"/resources/0/{property}"), (error.File, error.Pointer));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dialect_may_be_in_a_file()
    {
        using var folder = new LakeFolder();
        folder.Write(LakeFolder.PackageOf($"\"dialect\": \"tsv.json\", \"schema\": {Schema}"))
            .Write("tsv.json", """{ "delimiter": "\t" }""");

        Assert.Equal("\t", folder.Load().Datasets[0].Dialect.Delimiter);
    }
}
