using Sluice.Benchmarks.Pollock;

namespace Sluice.Tests.Pollock;

/// <summary>How the judge of the Pollock benchmark reads a line by itself.</summary>
public class DelimitedLineTests
{
    [Theory]
    [InlineData("a,b", ",", "\"", "\"", "a|b")]
    [InlineData("a,", ",", "\"", "\"", "a|")]
    [InlineData("", ",", "\"", "\"", "")]
    [InlineData("\"a,b\",c", ",", "\"", "\"", "a,b|c")]
    [InlineData("\"a\"\"b\",\"\"", ",", "\"", "\"", "a\"b|")]
    [InlineData("6\" pipe,b", ",", "\"", "\"", "6\" pipe|b")]
    [InlineData("'it''s',b", ",", "'", "'", "it's|b")]
    [InlineData("\"a\\\"b\",c", ",", "\"", "\\", "a\"b|c")]
    [InlineData("a\\,b,c", ",", "\"", "\\", "a,b|c")]
    [InlineData("a, \"b, c\", ", ", ", "\"", "\"", "a|b, c|")]
    [InlineData("a,\"b", "", "", "", "a,\"b")]
    public void A_well_formed_line_has_cells(string line, string delimiter, string quote, string escape, string cells) =>
        Assert.Equal(cells.Split('|'), DelimitedLine.TryRead(line, delimiter, quote, escape));

    [Theory]
    [InlineData("a,\"b")]
    [InlineData("\"\"a,b\",c")]
    [InlineData("\"a\"b,c")]
    [InlineData("\"a\\\"")]
    public void A_line_with_an_open_quote_or_text_after_one_is_not(string line) =>
        Assert.Null(DelimitedLine.TryRead(line, ",", "\"", line.Contains('\\') ? "\\" : "\""));

    [Theory]
    [InlineData("a\r\nb\nc\rd", 4)]
    [InlineData("a\r\n\r\n", 2)]
    [InlineData("a\r\n", 1)]
    [InlineData("", 0)]
    public void Lines_end_in_any_way(string text, int count) => Assert.Equal(count, DelimitedLine.Split(text).Length);
}
