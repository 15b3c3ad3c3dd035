using Sluice.Benchmarks.Pollock;

namespace Sluice.Tests.Pollock;

/// <summary>What the name of a file of the Pollock benchmark says.</summary>
public class PollutionTests
{
    [Theory]
    [InlineData("source.csv", "source", null)]
    [InlineData("file_header_multirow_2.csv", "file_header_multirow_2", null)]
    [InlineData("file_field_delimiter_0x2C_0x20.csv", "file_field_delimiter_0x2C_0x20", null)]
    [InlineData("row_less_sep_row5_col3.csv", "row_less_sep", 5)]
    [InlineData("row_more_sep_row0_col8.csv", "row_more_sep", 0)]
    [InlineData("row_extra_quote12_col6.csv", "row_extra_quote", 12)]
    [InlineData("row_field_delimiter_83_0x20.csv", "row_field_delimiter", 83)]
    public void A_name_says_the_kind_and_the_row(string name, string kind, int? row)
    {
        var pollution = Pollution.Of(name);
        Assert.Equal((kind, row), (pollution.Kind, pollution.Row));
    }

    [Theory]
    [InlineData("source.csv", 1)]
    [InlineData("file_header_multirow_3.csv", 47)]
    [InlineData("file_multitable_more.csv", 62.666666666666664)]
    [InlineData("file_record_delimiter_0xA.csv", 1691)]
    [InlineData("row_less_sep_row1_col1.csv", 0.36775106082036774)]
    [InlineData("row_more_sep_row1_col1.csv", 0.36775106082036774)]
    [InlineData("row_field_delimiter_1_0x20.csv", 0.14285714285714285)]
    [InlineData("row_extra_quote1_col1.csv", 0.009259259259259259)]
    public void A_file_counts_as_the_real_files_with_its_pollution_divided_among_its_kind(string name, double weight) =>
        Assert.Equal(weight, Pollution.Of(name).Weight);

    [Theory]
    [InlineData("row_less_sep_row0_col3.csv", "row_less_sep, header")]
    [InlineData("row_less_sep_row1_col3.csv", "row_less_sep")]
    public void Pollution_of_the_header_is_listed_apart(string name, string title) => Assert.Equal(title, Pollution.Of(name).Title);

    [Fact]
    public void A_file_of_another_name_is_none_of_the_benchmark() =>
        Assert.Throws<InvalidDataException>(() => Pollution.Of("row_less_sep.csv"));
}
