using Sluice.Benchmarks.Pollock;

namespace Sluice.Tests.Pollock;

/// <summary>The score of a file, as the paper of the Pollock benchmark computes it.</summary>
public class FileScoreTests
{
    private static readonly string[][] Clean = [["id", "name"], ["2", "b"], ["3", "c"]];

    [Fact]
    public void A_file_that_is_loaded_as_a_perfect_loader_does_it_has_ten_points() =>
        Assert.Equal(10, FileScore.Of(Clean, Loaded(["id", "name"], ["3", "c"], ["2", "b"])).Total);

    [Fact]
    public void A_file_that_is_refused_has_none() =>
        Assert.Equal(0, FileScore.Of(Clean, new LoadedFile(["id", "name"], [], "Why.")).Total);

    [Fact]
    public void An_empty_file_is_loaded_well_whatever_is_loaded_of_it() =>
        Assert.Equal(10, FileScore.Of([], Loaded(["id"], ["1"])).Total);

    [Fact]
    public void A_file_with_only_a_header_has_no_records_to_lose()
    {
        var score = FileScore.Of([["id", "name"]], Loaded(["id", "name"], ["1", "a"]));
        Assert.Equal((Measure.Full, Measure.Full), (score.Header, score.Record));
        Assert.Equal(new Measure(1, 0.5, 2.0 / 3), score.Cell);
    }

    [Fact]
    public void A_row_that_is_not_loaded_costs_precision_and_no_recall()
    {
        var score = FileScore.Of(Clean, Loaded(["id", "name"], ["2", "b"]));
        Assert.Equal(new Measure(0.5, 1, 2.0 / 3), score.Record);
        Assert.Equal(new Measure(4.0 / 6, 1, 0.8), score.Cell);
    }

    [Fact]
    public void A_row_that_is_loaded_once_too_often_costs_recall_and_no_precision()
    {
        var score = FileScore.Of(Clean, Loaded(["id", "name"], ["2", "b"], ["2", "b"], ["3", "c"]));
        Assert.Equal(new Measure(1, 2.0 / 3, 0.8), score.Record);
        Assert.Equal(new Measure(1, 6.0 / 8, 6.0 / 7), score.Cell);
    }

    [Fact]
    public void A_record_is_the_text_of_all_its_cells_so_shifted_cells_are_not_seen_there() =>
        Assert.Equal(Measure.Full, FileScore.Of([["id", "name"], ["", "b"]], Loaded(["id", "name"], ["b", ""])).Record);

    [Fact]
    public void Headers_and_records_are_compared_in_a_normal_form_and_cells_as_they_are()
    {
        var score = FileScore.Of([["id", "name"], ["1.50", "Ann"]], Loaded(["ID", "Name"], ["1.5", "ann"]));
        Assert.Equal((Measure.Full, Measure.Full, default), (score.Header, score.Record, score.Cell));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("Ann", "ann")]
    [InlineData("true", "1")]
    [InlineData("False", "0")]
    [InlineData("0", "0")]
    [InlineData("00", "False")]
    [InlineData("01", "True")]
    [InlineData("007", "7")]
    [InlineData(" 12 ", "12")]
    [InlineData("48.00", "48.0")]
    [InlineData("1e3", "1000.0")]
    [InlineData("2:15", "02:15:00")]
    [InlineData("25:15", "25:15")]
    [InlineData("28/01/2018", "2018-01-28 00:00:00")]
    [InlineData("02/01/2018", "2018-02-01 00:00:00")]
    [InlineData("2018-01-28", "2018-01-28 00:00:00")]
    [InlineData("$48.00", "$48.0")]
    [InlineData("$48.00 for each", "$48.0")]
    public void A_cell_has_the_normal_form_of_the_paper(string cell, string normal) => Assert.Equal(normal, NormalCell.Of(cell));

    private static LoadedFile Loaded(string[] names, params string[][] rows) =>
        new(names, [.. rows.Select((r, i) => (i + 1L, r))], null);
}
