using Sluice.Lake;
using Sluice.Validation;

namespace Sluice.Tests.Validation;

public class HeaderTests
{
    [Theory]
    [InlineData(FieldsMatch.Exact, "id,name", null)]
    [InlineData(FieldsMatch.Exact, " id , name", null)]
    [InlineData(FieldsMatch.Exact, "id,name,_errors", null)]
    [InlineData(FieldsMatch.Exact, "name,id", "column 1 should be \"id\" and is \"name\"")]
    [InlineData(FieldsMatch.Exact, "id", "column \"name\" is missing")]
    [InlineData(FieldsMatch.Exact, "id,Name", "column \"name\" is missing (there is \"Name\": names are case-sensitive)")]
    [InlineData(FieldsMatch.Exact, "id,nane", "column \"name\" is missing (there is \"nane\"); column \"nane\" is no field of the schema")]
    [InlineData(FieldsMatch.Exact, "id,name,\u001b[31m", "column \"\\u001B[31m\" is no field of the schema")]
    [InlineData(FieldsMatch.Exact, "id,name,x", "column \"x\" is no field of the schema")]
    [InlineData(FieldsMatch.Equal, "name,id", null)]
    [InlineData(FieldsMatch.Equal, "name,id,x", "column \"x\" is no field of the schema")]
    [InlineData(FieldsMatch.Subset, "x,name,y,id", null)]
    [InlineData(FieldsMatch.Subset, "x,name", "column \"id\" is missing")]
    [InlineData(FieldsMatch.Subset, "id,name,id", "column \"id\" is there 2 times")]
    [InlineData(FieldsMatch.Subset, "id,name,x,x", null)]
    [InlineData(FieldsMatch.Superset, "id", null)]
    [InlineData(FieldsMatch.Superset, "name", "column \"id\" is missing, and its values are required")]
    [InlineData(FieldsMatch.Superset, "id,x", "column \"x\" is no field of the schema")]
    [InlineData(FieldsMatch.Partial, "id,x", null)]
    [InlineData(FieldsMatch.Partial, "x,y", "The header has no field of the schema: it is \"x\", \"y\", and should be \"id\", \"name\". If the file has none, its dialect must say so (\"header\": false).")]
    public async Task A_header_fits_or_the_fault_is_named(FieldsMatch match, string header, string? fault)
    {
        var dataset = Given.Dataset(Given.Field("id", required: true), Given.Field("name"));
        dataset = dataset with { Schema = dataset.Schema with { FieldsMatch = match } };
        if (fault is null)
        {
            await Given.ReadAsync(dataset, header + "\n");
        }
        else
        {
            var refused = await Assert.ThrowsAsync<FileRefusedException>(() => Given.ReadAsync(dataset, header + "\n"));
            Assert.Contains(fault, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_fault_of_a_header_is_named_at_once()
    {
        var refused = await Assert.ThrowsAsync<FileRefusedException>(
            () => Given.ReadAsync(Given.Dataset(Given.Field("id"), Given.Field("name"), Given.Field("city")), "id,id,x\n"));
        Assert.Equal(
            "The header does not fit the schema: column \"id\" is there 2 times; column \"name\" is missing; column \"city\" is missing; column \"x\" is no field of the schema.",
            refused.Message);
    }

    [Fact]
    public async Task Of_many_faults_of_a_header_some_are_named()
    {
        var header = "id,name," + string.Join(',', Enumerable.Range(1, 100_000).Select(i => $"x{i}")) + "\n";
        var refused = await Assert.ThrowsAsync<FileRefusedException>(() => Given.ReadAsync(Given.Dataset(Given.Field("id"), Given.Field("name")), header));
        Assert.EndsWith("column \"x20\" is no field of the schema and 99980 more.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_that_is_no_field_is_not_read()
    {
        var dataset = Given.Dataset(Given.Field("id"));
        dataset = dataset with { Schema = dataset.Schema with { FieldsMatch = FieldsMatch.Subset } };
        byte[] file = [.. "id,password\n1,"u8, 0xFF, 0x00, .. "\n"u8];
        Assert.Equal("1", Assert.Single((await Given.ReadAsync(dataset, file)).Rows).Values);
    }
}
