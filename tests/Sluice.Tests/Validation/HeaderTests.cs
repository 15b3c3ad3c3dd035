using System.Diagnostics;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Validation.Content;

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
    [InlineData(FieldsMatch.Exact, "id,nane",
        "column \"name\" is missing (there is \"nane\"); column \"nane\" is not a field of the schema")]
    [InlineData(FieldsMatch.Exact, "id,name,\u001b[31m", "column \"\\u001B[31m\" is not a field of the schema")]
    [InlineData(FieldsMatch.Exact, "id,name,x", "column \"x\" is not a field of the schema")]
    [InlineData(FieldsMatch.Equal, "name,id", null)]
    [InlineData(FieldsMatch.Equal, "name,id,x", "column \"x\" is not a field of the schema")]
    [InlineData(FieldsMatch.Subset, "x,name,y,id", null)]
    [InlineData(FieldsMatch.Subset, "x,name", "column \"id\" is missing")]
    [InlineData(FieldsMatch.Subset, "id,name,id", "column \"id\" occurs 2 times")]
    [InlineData(FieldsMatch.Subset, "id,name,x,x", null)]
    [InlineData(FieldsMatch.Superset, "id", null)]
    [InlineData(FieldsMatch.Superset, "name", "column \"id\" is missing, and its values are required")]
    [InlineData(FieldsMatch.Superset, "id,x", "column \"x\" is not a field of the schema")]
    [InlineData(FieldsMatch.Partial, "id,x", null)]
    [InlineData(FieldsMatch.Partial, "x,y",
        "The header has no field of the schema: it is \"x\", \"y\", and should be \"id\", \"name\". "
            + "If the file has no header, its dialect must say so (\"header\": false).")]
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

    /// <summary>A field is found by its name, by an alias, or by an alias with its place among columns with the same header.</summary>
    [Theory]
    [InlineData("a,b", "1,2", "1|2")]
    [InlineData("A,B", "1,2", "1|2")]
    [InlineData(" A , b ", "1,2", "1|2")]
    [InlineData("b,\"two\nlines\"", "2,1", "1|2")]
    [InlineData("b,b", "2,1", "1|2")]
    [InlineData("b,b#2", "2,1", "1|2")]
    [InlineData("b,", "2,1", "1|2")]
    [InlineData("a,A,b", "1,1,2", "columns 1 and 2 are both \"a\"")]
    [InlineData("a,b,b", "1,2,2", "columns 3 and 1 are both \"a\"")]
    [InlineData("b,b,b", "2,1,2", "column \"b\" occurs 3 times")]
    [InlineData("c,b", "1,2", "column \"a\" or \"A\" or \"two\\nlines\" or \"b#2\" or \"#1\" is missing")]
    public async Task A_field_is_read_from_the_column_that_its_aliases_name(string header, string row, string expected)
    {
        var dataset = Given.Dataset(
            Given.Field("a") with { Aliases = [new("A"), new("two\nlines"), new("b#2"), new("#1")] },
            Given.Field("b") with { Aliases = [new("B")] });
        dataset = dataset with { Schema = dataset.Schema with { FieldsMatch = FieldsMatch.Equal } };
        var file = $"{header}\n{row}\n";
        if (expected.StartsWith("column", StringComparison.Ordinal))
        {
            Assert.Contains(expected, (await Assert.ThrowsAsync<FileRefusedException>(() => Given.ReadAsync(dataset, file))).Message,
                StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(expected, Assert.Single((await Given.ReadAsync(dataset, file)).Rows).Values);
        }
    }

    [Fact]
    public async Task Aliases_mean_the_same_columns_when_a_file_grows()
    {
        var dataset = Given.Dataset(Given.Field("a") with { Aliases = [new("x#2")] }, Given.Field("b") with { Aliases = [new("x#1")] });
        dataset = dataset with { Schema = dataset.Schema with { FieldsMatch = FieldsMatch.Equal } };
        var first = await Given.ReadAsync(dataset, "x,x\n1,2\n");
        var grown = await Given.ReadAsync(dataset, "x,x\n1,2\n3,4\n"u8.ToArray(), after: first);
        Assert.Equal(["4|3"], grown.Rows.Select(r => r.Values));
    }

    /// <summary>Trailing delimiters: spreadsheets write them, and so do programs that end each line with a delimiter.</summary>
    [Theory]
    [InlineData(FieldsMatch.Exact, "id,name,", "1,a,", null)]
    [InlineData(FieldsMatch.Exact, "id,name,", "1,a", null)]
    [InlineData(FieldsMatch.Exact, "id,name,,", "1,a,, ", null)]
    [InlineData(FieldsMatch.Exact, "id,name", "1,a,", null)]
    [InlineData(FieldsMatch.Exact, "id,name", "1,a,,,\"\"", null)]
    [InlineData(FieldsMatch.Exact, ",id, ,name", ",1,,a", null)]
    [InlineData(FieldsMatch.Equal, ",name,id", ",a,1", null)]
    [InlineData(FieldsMatch.Superset, "id,name,", "1,a,", null)]
    [InlineData(FieldsMatch.Subset, "id,,name", "1,x,a", null)]
    [InlineData(FieldsMatch.Partial, "id,,name", "1,x,a", null)]
    [InlineData(FieldsMatch.Exact, "id,name,,_errors", "1,a,,wrong", null)]
    [InlineData(FieldsMatch.Exact, "id,name,_errors", "1,a,,wrong", null)]
    [InlineData(FieldsMatch.Exact, "id,name,,_errors", "1,a,wrong", null)]
    [InlineData(FieldsMatch.Exact, "id,name,", "1", "has 1 field where the header has 3")]
    [InlineData(FieldsMatch.Exact, "id,name", "1,a,b",
        "has 3 fields where the header has 2; is there a \",\" in a text that is not in quotes?")]
    [InlineData(FieldsMatch.Exact, "id,name,", "1,a,b",
        "has a value in column 3, which has no name in the header; "
            + "a field can read the first such column by the alias \"#1\" (sluice:aliases)")]
    [InlineData(FieldsMatch.Exact, "id,name,_errors", "1,a,b,wrong",
        "has 4 fields where the header has 3; is there a \",\" in a text that is not in quotes?")]
    public async Task Columns_without_a_name_are_nothing_if_they_are_empty(FieldsMatch match, string header, string row, string? fault)
    {
        var dataset = Given.Dataset(Given.Field("id"), Given.Field("name"));
        dataset = dataset with { Schema = dataset.Schema with { FieldsMatch = match } };
        var read = await Given.ReadAsync(dataset, $"{header}\n{row}\n");
        if (fault is null)
        {
            Assert.Empty(read.Rejects);
            Assert.Equal("1|a", Assert.Single(read.Rows).Values);
        }
        else
        {
            Assert.Equal(new RejectError(null, "field-count", fault), Assert.Single(Assert.Single(read.Rejects).Errors));
        }
    }

    [Fact]
    public async Task A_delimiter_that_ends_the_lines_of_a_file_without_a_header_is_no_column()
    {
        var dataset = Given.Dataset(Given.Field("id"), Given.Field("name")) with { Dialect = new CsvDialect { Header = false } };
        Assert.Equal(["1|a", "2|b"], (await Given.ReadAsync(dataset, "1,a,\n2,b,\n")).Rows.Select(r => r.Values));
    }

    [Fact]
    public void A_hundred_thousand_columns_are_matched_in_seconds()
    {
        var fields = Enumerable.Range(0, 100_000).Select(i => Given.Field($"c{i}")).ToArray();
        var dataset = Given.Dataset(fields);
        var start = Stopwatch.GetTimestamp();
        Assert.Null(HeaderMatch.Match(dataset, [.. fields.Select(f => f.Name)]).Drift);
        Assert.True(HeaderMatch.Match(dataset, [.. fields.Select(f => f.Name + "_").Append("c0")]).IsRefused);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Every_fault_of_a_header_is_named_at_once()
    {
        var refused = await Assert.ThrowsAsync<FileRefusedException>(
            () => Given.ReadAsync(Given.Dataset(Given.Field("id"), Given.Field("name"), Given.Field("city")), "id,id,x\n"));
        Assert.Equal(
            "The header does not fit the schema: "
            + "column \"id\" occurs 2 times (the alias \"id#1\" or \"id#2\" says which of them a field means); column \"name\" is missing; "
            + "column \"city\" is missing; column \"x\" is not a field of the schema. "
            + "\"sluice:onNewColumn\" can be \"ignore\", \"keep\" or \"add\" for columns that are no fields. "
            + "\"sluice:onMissingColumn\" can be \"null\" for columns that are missing.",
            refused.Message);
    }

    [Fact]
    public async Task Of_many_faults_of_a_header_some_are_named()
    {
        var header = "id,name," + string.Join(',', Enumerable.Range(1, 100_000).Select(i => $"x{i}")) + "\n";
        var refused = await Assert.ThrowsAsync<FileRefusedException>(() =>
            Given.ReadAsync(Given.Dataset(Given.Field("id"), Given.Field("name")), header));
        Assert.Contains("column \"x20\" is not a field of the schema and 99980 more. ", refused.Message, StringComparison.Ordinal);
        Assert.Equal(100, refused.Changes.Count);
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
