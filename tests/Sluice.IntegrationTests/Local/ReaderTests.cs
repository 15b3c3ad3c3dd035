using System.Diagnostics;

namespace Sluice.IntegrationTests.Local;

public sealed class ReaderTests(ImpatientLake lake) : IClassFixture<ImpatientLake>
{
    [Fact]
    public async Task A_reader_may_take_much_longer_than_a_query_may()
    {
        var watch = Stopwatch.StartNew();

        using var client = await RawClient.GetAsync(lake.Port, WideLake.Export);
        var answer = await client.ReadToEndAsync(64 * 1024, TimeSpan.FromMilliseconds(20));

        Assert.Equal((200, WideLake.Csv.Length), (answer.Status, answer.Body.Length));
        Assert.Equal(WideLake.Csv, answer.Body);
        Assert.True(
            watch.Elapsed > TimeSpan.FromSeconds(2 * ImpatientLake.Seconds), $"It was read within {watch.Elapsed}, which proves nothing.");
    }

    [Fact]
    public async Task A_reader_that_takes_nothing_any_more_is_cut_off_and_leaves_its_place_to_the_next()
    {
        using var stalled = await RawClient.GetAsync(lake.Port, WideLake.Export);
        await stalled.ReadAsync(1024);

        // This request waits for the place of the stalled one, and retries on 429. Buffers on the way hold part of the stalled
        // answer, so the server may notice the stall late.
        var watch = Stopwatch.StartNew();
        RawAnswer answer;
        do
        {
            answer = await lake.GetAsync(WideLake.Export);
        }
        while (answer.Status == 429 && watch.Elapsed < TimeSpan.FromSeconds(15 * ImpatientLake.Seconds));

        Assert.Equal((200, WideLake.Csv.Length), (answer.Status, answer.Body.Length));
        await Assert.ThrowsAnyAsync<Exception>(() => stalled.ReadToEndAsync());
    }
}
