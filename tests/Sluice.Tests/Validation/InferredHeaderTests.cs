namespace Sluice.Tests.Validation;

/// <summary>Which row of a file inference takes as its header.</summary>
public class InferredHeaderTests
{
    [Theory]
    [InlineData("sep=;\na;b\n1;2\n", ";")]
    [InlineData("sep=,\na,b\n1,2\n", ",")]
    public async Task The_line_that_tells_spreadsheets_the_delimiter_is_no_part_of_the_header(string file, string delimiter)
    {
        using var inference = await Given.InferAsync(file);
        Assert.Equal((delimiter, 1), (inference.Delimiter, inference.Rows));
        Assert.Equal([2], inference.NameRows);
        Assert.Equal(["a", "b"], inference.ToTable("ads").Columns.Select(c => c.Field.Name));
    }
}
