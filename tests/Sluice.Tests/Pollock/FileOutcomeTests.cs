using Sluice.Benchmarks.Pollock;

namespace Sluice.Tests.Pollock;

/// <summary>Which rows of a file of the Pollock benchmark count as lost, and which as wrong.</summary>
public sealed class FileOutcomeTests : IDisposable
{
    private readonly PollockFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_row_is_untouched_if_its_line_says_what_a_perfect_loader_has()
    {
        var file = folder.AddRows("row_less_sep_row2_col1.csv", ["1,a", "2b", "1,a"], "1,a", "2,b", "1,a");
        Assert.Equal([(2, "1"), (4, "1")], file.ReadUntouchedRows().Select(r => (r.Line, r.Cells[0])));
    }

    [Fact]
    public void A_polluted_row_may_be_a_reject()
    {
        var file = folder.AddRows("row_less_sep_row2_col1.csv", ["1,a", "2b", "3,c"], "1,a", "2,b", "3,c");
        AssertOutcome(file, [], [], (1, "1", "a"), (3, "3", "c"));
    }

    [Fact]
    public void A_polluted_row_may_be_loaded_right()
    {
        var file = folder.AddRows("row_more_sep_row1_col1.csv", ["1,a,", "2,b"], "1,a", "2,b");
        AssertOutcome(file, [], [], (1, "1", "a"), (2, "2", "b"));
    }

    [Fact]
    public void A_polluted_row_that_is_loaded_with_shifted_values_is_wrong()
    {
        var file = folder.AddRows("row_less_sep_row2_col1.csv", ["1,", "2b"], "1,", "2,b");
        AssertOutcome(file, [], [2], (1, "1", ""), (2, "2b", ""));
    }

    [Fact]
    public void A_row_that_the_pollution_does_not_touch_is_lost_if_it_is_not_loaded()
    {
        var file = folder.AddRows("row_less_sep_row1_col1.csv", ["1a", "2,b", "3,c"], "1,a", "2,b", "3,c");
        AssertOutcome(file, [3], [], (3, "3", "c"));
    }

    [Fact]
    public void All_rows_are_lost_if_only_the_header_is_polluted_and_the_file_is_refused()
    {
        folder.Add("row_less_sep_row0_col1.csv", "idname\r\n1,a\r\n2,b\r\n", "id,name\n1,a\n2,b\n");
        var outcome = FileOutcome.Of(folder.Files().Single(), new LoadedFile(["id", "name"], [], "Why."));
        Assert.Equal([2, 3], outcome.Lost);
        Assert.Equal("Why.", outcome.Refusal);
    }

    [Fact]
    public void A_row_of_another_table_is_wrong_even_if_it_equals_one_of_the_first()
    {
        var file = folder.AddRows("file_multitable_same.csv", ["1,a", "id,name", "1,a"], "1,a");
        AssertOutcome(file, [], [2, 3], (1, "1", "a"), (2, "id", "name"), (3, "1", "a"));
    }

    [Fact]
    public void All_rows_of_a_file_without_a_header_are_data()
    {
        folder.Add("file_no_header.csv", "1,a\r\n2,b\r\n", "1,a\n2,b\n", header: 0);
        AssertOutcome(folder.Files().Single(), [1], [], (2, "2", "b"));
    }

    [Fact]
    public void The_dialect_of_the_file_decides_what_a_line_says()
    {
        folder.Add(
            "file_quotation_char_0x27.csv", "id,name\r\n1,'a,b'\r\n2,'it's'\r\n", "id,name\n1,\"a,b\"\n2,it's\n", quote: "'", escape: "'");
        AssertOutcome(folder.Files().Single(), [2], []);
    }

    [Fact]
    public void A_file_whose_name_says_another_row_is_no_file_of_the_benchmark()
    {
        var file = folder.AddRows("row_less_sep_row1_col1.csv", ["1,a", "2,b"], "1,a", "2,b");
        Assert.Throws<InvalidDataException>(file.ReadUntouchedRows);
    }

    [Fact]
    public void A_folder_without_the_folders_of_the_benchmark_is_told_apart()
    {
        Assert.Null(PollutedFile.FaultOf(folder.Path));
        Assert.Contains("has no folder 'csv'", PollutedFile.FaultOf(Path.Combine(folder.Path, "csv")), StringComparison.Ordinal);
    }

    private static void AssertOutcome(PollutedFile file, int[] lost, long[] wrong, params (long Number, string Id, string Name)[] loaded)
    {
        var outcome = FileOutcome.Of(
            file, new LoadedFile(["id", "name"], [.. loaded.Select(r => (r.Number, (string[])[r.Id, r.Name]))], null));
        Assert.Equal(lost, outcome.Lost);
        Assert.Equal(wrong, outcome.Wrong);
    }
}
