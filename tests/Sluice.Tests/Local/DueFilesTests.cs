using Sluice.Local.Watching;

namespace Sluice.Tests.Local;

public sealed class DueFilesTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly DueFiles due = new(most: 2);

    [Fact]
    public void A_file_is_due_when_nobody_has_written_to_it_for_a_moment()
    {
        due.Add("a", At(0));
        due.Add("a", At(0.1));

        Assert.Equal(At(0.3), due.Next);
        Assert.Empty(due.Take(At(0.29)));
        Assert.Equal(["a"], due.Take(At(0.3)));
        Assert.Null(due.Next);
    }

    [Fact]
    public void A_file_that_is_written_all_the_time_is_due_after_a_second()
    {
        for (var i = 0; i < 12; i++)
        {
            due.Add("a", At(i * 0.1));
        }

        Assert.Equal(At(1), due.Next);
    }

    [Fact]
    public void A_file_is_loaded_once_at_a_time_and_again_if_it_was_written_meanwhile()
    {
        due.Add("a", At(0));
        Assert.Equal(["a"], due.Take(At(1)));
        due.Add("a", At(1));
        Assert.Empty(due.Take(At(2)));

        due.End("a", At(2), took: TimeSpan.FromSeconds(0.1));

        Assert.Equal(["a"], due.Take(At(2)));
    }

    [Fact]
    public void After_a_long_load_a_file_rests_as_long()
    {
        due.Add("a", At(0));
        due.Take(At(1));
        due.Add("a", At(2));
        due.End("a", At(11), took: TimeSpan.FromSeconds(10));

        Assert.Equal(At(21), due.Next);
        due.Add("a", At(20));
        Assert.Equal(At(21), due.Next);
        Assert.Equal(["a"], due.Take(At(21)));
        due.End("a", At(21.1), took: TimeSpan.FromSeconds(0.1));
        due.Add("a", At(22));
        Assert.Equal(At(22.2), due.Next);
    }

    [Fact]
    public void As_many_files_as_there_are_places_are_taken_and_those_first_that_wait_longest()
    {
        due.Add("c", At(0.2));
        due.Add("a", At(0));
        due.Add("b", At(0.1));

        Assert.Equal(["a", "b"], due.Take(At(5)));
        Assert.Null(due.Next);
        due.End("a", At(5), TimeSpan.Zero);
        Assert.Equal(["c"], due.Take(At(5)));
    }

    [Fact]
    public void A_look_later_does_not_put_off_a_file_that_was_written()
    {
        due.AddAt("a", At(5));
        Assert.Equal(At(5), due.Next);
        due.Add("a", At(1));
        Assert.Equal(At(1.2), due.Next);
        due.AddAt("a", At(6));
        Assert.Equal(At(1.2), due.Next);
        due.Drop("a");
        Assert.Null(due.Next);
    }

    private static DateTimeOffset At(double seconds) => Start + TimeSpan.FromSeconds(seconds);
}
