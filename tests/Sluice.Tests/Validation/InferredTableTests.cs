using Sluice.Inference;
using Sluice.Lake;
using Sluice.Lake.Schema;

namespace Sluice.Tests.Validation;

/// <summary>What inference makes of columns: keys, constraints, values that do not fit, values that can be read in two ways.</summary>
public class InferredTableTests
{
    /// <summary>A key has both the name and the values of one.</summary>
    [Theory]
    [InlineData("ads", "id,ads_id\n1,1\n2,2\n", "id")]
    [InlineData("ads", "n,ad_id\n1,1\n2,2\n", "ad_id")]
    [InlineData("countries", "name,countryCode\na,DE\nb,FR\n", "countryCode")]
    [InlineData("stations", "name,iata\na,TXL\nb,MUC\n", "iata")]
    [InlineData("ads", "owner_id,net_generation\n1,10\n2,11\n", null)]
    [InlineData("ads", "id\n1\n1\n", null)]
    [InlineData("ads", "id,a\n1,b\n,c\n", null)]
    [InlineData("ads", "id\n1.5\n2.5\n", null)]
    public async Task A_primary_key_is_found_by_name_and_values(string dataset, string file, string? key)
    {
        using var inference = await Given.InferAsync(file);
        Assert.Equal(key, inference.ToTable(dataset).PrimaryKey?.Field.Name);
    }

    [Fact]
    public async Task What_is_true_of_today_only_is_written_if_asked_for()
    {
        var rows = string.Concat(Enumerable.Range(1, 100).Select(i => $"{i},{(i % 2 == 0 ? "F" : "M")}\n"));
        using var inference = await Given.InferAsync("number of row,sex\n" + rows);
        var table = inference.ToTable("ads");
        Assert.Equal([FieldConstraints.None, new() { MaxLength = 100 }], table.ToSchema(isStrict: false).Fields.Select(f => f.Constraints));
        Assert.Equal(
            [(true, true, 0), (true, false, 2)],
            table.ToSchema(isStrict: true).Fields.Select(
                f => (f.Constraints.Required, f.Constraints.Unique, f.Constraints.Enum?.Count ?? 0)));
    }

    [Theory]
    [InlineData(25, 100)]
    [InlineData(26, 250)]
    [InlineData(1000, 4000)]
    [InlineData(1001, null)]
    public async Task Texts_may_be_longer_than_those_of_today(int longest, int? most) =>
        Assert.Equal(
            most, (await Given.InferAsync($"a\nx\n{new string('y', longest)}\n")).ToTable("ads").Columns[0].Field.Constraints.MaxLength);

    /// <summary>One value in a thousand may be of another type than the column. Its row is named, and becomes a reject.</summary>
    [Theory]
    [InlineData(1000, 1, "integer")]
    [InlineData(1000, 1000, "integer")]
    [InlineData(999, 1, "string")]
    [InlineData(2, 1, "string")]
    public async Task A_value_of_another_type_does_not_make_many_others_texts(int rows, int wrong, string type)
    {
        using var inference =
            await Given.InferAsync("n\n" + string.Concat(Enumerable.Range(1, rows).Select(i => i == wrong ? "x\n" : $"{i}\n")));
        var column = Assert.Single(inference.ToTable("ads").Columns);
        Assert.Equal(type, column.Field.Type.ToString().ToLowerInvariant());
        Assert.Equal(type == "string" ? [] : [new Misfit("a.csv", wrong + 1, "x")], column.Examples);
    }

    [Fact]
    public async Task A_wider_type_that_fits_all_values_is_better_than_one_that_fits_nearly_all()
    {
        using var inference = await Given.InferAsync("n\n1.5\n" + string.Concat(Enumerable.Range(1, 2000).Select(i => $"{i}\n")));
        var column = Assert.Single(inference.ToTable("ads").Columns);
        Assert.Equal((FieldType.Number, 0), (column.Field.Type, column.Misfits));
    }

    /// <summary>What else a column could be, with other values.</summary>
    [Theory]
    [InlineData("d,e\n01/02/2024,x\n", "date %d/%m/%Y", "date %m/%d/%Y")]
    [InlineData("d,e\n13/02/2024,x\n", "date %d/%m/%Y", "")]
    [InlineData("d,e\n1 May 2024,x\n", "date %d %b %Y", "")]
    [InlineData("d,e\n2024-01-02,x\n", "date default", "")]
    [InlineData("d;e\n1,234;x\n", "number default", "integer default")]
    [InlineData("d;e\n1,2345;x\n", "number default", "")]
    [InlineData("d\te\n1,234\tx\n", "integer default", "number default")]
    [InlineData("d,e\n1234,x\n", "integer default", "")]
    public async Task A_column_that_can_be_read_in_two_ways_is_said(string file, string type, string others)
    {
        using var inference = await Given.InferAsync(file);
        var column = inference.ToTable("ads").Columns[0];
        Assert.Equal((type, others), (Name(column.Field), string.Join(", ", column.Others.Select(Name))));

        static string Name(Field field) => $"{field.Type.ToString().ToLowerInvariant()} {field.Format}";
    }

    /// <summary>The least and the greatest value as they are written, if it is certain which these are.</summary>
    [Theory]
    [InlineData("5 -3 12 5", "-3", "12")]
    [InlineData("1.5 -2.25 .5 1.50", "-2.25", "1.5")]
    [InlineData("1e3 2.5 1e-3", "1e-3", "1e3")]
    [InlineData("2024-02-01 2023-12-31 2024-02-01", "2023-12-31", "2024-02-01")]
    [InlineData("2024-02-01T10:00:00Z 2024-02-01T11:30:00+02:00 2024-02-01T10:00:00Z", "2024-02-01T11:30:00+02:00", "2024-02-01T10:00:00Z")]
    [InlineData("INF 1.5 2.5", null, null)]
    [InlineData("0.123456789012345678 0.123456789012345679 3.5", null, null)]
    [InlineData("1 2 3", null, null)]
    [InlineData("a b a", null, null)]
    public async Task A_range_is_that_of_values_that_are_no_ids(string values, string? least, string? greatest)
    {
        using var inference = await Given.InferAsync($"v\n{values.Replace(' ', '\n')}\n");
        var strict = inference.ToTable("ads").ToSchema(isStrict: true).Fields[0].Constraints;
        Assert.Equal((least, greatest), (strict.Minimum, strict.Maximum));
    }

    [Fact]
    public async Task A_lone_NUL_is_no_value()
    {
        using var inference = await Given.InferAsync("id,code\n1,a\n2,\0\n3,b\n");
        Assert.Equal((3, 0), (inference.Rows, inference.Skipped));
        Assert.All(inference.ToTable("ads").Columns, c => Assert.Equal(["", "\0"], c.Field.MissingValues));
    }

    [Theory]
    [InlineData("a,b\nx\0,1\ny\0,2\nz,3\n", "It is no table: 2 of its 3 rows cannot be read. Line 2: has a NUL character")]
    [InlineData("a\0\0", "It is no table: 1 of its 1 rows cannot be read.")]
    public async Task A_file_of_rows_that_cannot_be_read_is_no_table(string file, string says)
    {
        var refused = await Assert.ThrowsAsync<FileRefusedException>(() => Given.InferAsync(file));
        Assert.StartsWith(says, refused.Message, StringComparison.Ordinal);
        Assert.True(refused.IsNoTable);
    }

    [Fact]
    public async Task Quotes_that_are_damaged_in_many_rows_are_text()
    {
        var file = "a;b\n" + string.Concat(Enumerable.Range(1, 30).Select(i => i % 3 == 0 ? $"{i};\"x\" y\n" : $"{i};\"x\"\n"));
        using var inference = await Given.InferAsync(file);
        Assert.Equal((30, 0, null), (inference.Rows, inference.Skipped, inference.Dialect.QuoteChar));
    }
}
