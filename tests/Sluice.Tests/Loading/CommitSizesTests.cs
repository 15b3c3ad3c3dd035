using Sluice.Loading;

namespace Sluice.Tests.Loading;

/// <summary>How many rows each commit of a load has. Rows are of 100 bytes, and are read 10,000 at a time.</summary>
public class CommitSizesTests
{
    private const int Most = 250_000;
    private const int Least = 102_400;
    private const int Read = 10_000;

    [Theory]
    [InlineData(480_000, "240000 240000")]
    [InlineData(300_000, "150000 150000")]
    [InlineData(900_000, "230000 220000 230000 220000")]
    [InlineData(1_010_000, "170000 170000 170000 170000 170000 160000")]
    public void Commits_that_are_written_side_by_side_are_even(int rows, string sizes) => Assert.Equal(sizes, Sizes(rows, 2));

    [Theory]
    [InlineData(100_000, "100000")]
    [InlineData(200_000, "200000")]
    [InlineData(210_000, "210000")]
    public void No_commit_is_smaller_for_it_than_what_is_compressed_at_once(int rows, string sizes) => Assert.Equal(sizes, Sizes(rows, 2));

    [Theory]
    [InlineData(480_000, "250000 230000")]
    [InlineData(500_000, "250000 250000 0")]
    public void A_commit_that_is_written_alone_is_as_large_as_it_may_be(int rows, string sizes) => Assert.Equal(sizes, Sizes(rows, 1));

    [Fact]
    public void No_commit_is_larger_than_allowed_however_wrong_the_length_of_the_file_is() =>
        Assert.Equal("250000 250000 250000 240000", Sizes(990_000, 2, bytes: 100 * Read));

    [Fact]
    public void A_file_of_which_no_byte_counts_is_committed_by_rows_alone() =>
        Assert.Equal("250000 230000", Sizes(480_000, 2, bytesOfRow: 0));

    [Fact]
    public void What_was_read_ahead_matters_less_with_each_row() =>
        Assert.Equal("240000 240000", Sizes(480_000, 2, readAhead: 50 * Read));

    private static string Sizes(int rows, int sideBySide, long? bytes = null, int bytesOfRow = 100, long readAhead = 0)
    {
        var sizes = new CommitSizes(Most, Least, sideBySide);
        var length = bytes ?? (long)rows * bytesOfRow;
        List<int> commits = [0];
        for (var read = Read; read <= rows; read += Read)
        {
            commits[^1] += Read;
            var gone = Math.Min(length, ((long)read * bytesOfRow) + readAhead);
            if (sizes.Add(Read, gone, length - gone))
            {
                commits.Add(0);
            }
        }

        return string.Join(' ', commits);
    }
}
