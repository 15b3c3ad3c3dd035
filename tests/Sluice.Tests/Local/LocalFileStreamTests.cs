using Sluice.Local.Terminal;

namespace Sluice.Tests.Local;

public class LocalFileStreamTests
{
    [Fact]
    public async Task A_file_that_cannot_be_read_to_its_end_ends_the_command_with_2_and_a_sentence()
    {
        using var stream = new LocalFileStream(new FaultyStream(5), "/data/a.csv");
        var buffer = new byte[10];

        Assert.Equal(5, await stream.ReadAsync(buffer, TestContext.Current.CancellationToken));
        foreach (var read in (Func<Task>[])
        [
            () => stream.ReadAsync(buffer, TestContext.Current.CancellationToken).AsTask(),
            () => Task.FromResult(stream.Read(buffer)),
        ])
        {
            var end = await Assert.ThrowsAsync<CommandException>(read);

            Assert.Equal(
                (2, "/data/a.csv cannot be read as a file (\"Input/output error\"). "
                    + "Look at the drive that it is on, or name another file."),
                (end.ExitCode, end.Message));
        }
    }
}
