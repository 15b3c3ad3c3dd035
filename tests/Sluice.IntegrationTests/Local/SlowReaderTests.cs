using System.Text.Json;

namespace Sluice.IntegrationTests.Local;

public sealed class SlowReaderTests(PatientLake lake) : IClassFixture<PatientLake>
{
    [Fact]
    public async Task While_a_slow_reader_has_the_place_of_an_export_all_else_is_answered_and_another_export_is_told_to_come_later()
    {
        using var slow = await RawClient.GetAsync(lake.Port, WideLake.Export);
        await slow.ReadAsync(1024);

        var other = await lake.GetAsync(WideLake.Export);
        Assert.Equal((429, "10"), (other.Status, other.Headers["Retry-After"]));
        Assert.Equal("Too many queries at a time", JsonElement.Parse(other.Body).GetProperty("title").GetString());
        foreach (var path in (string[])[WideLake.Row, "/api/data/texts/$count", "/api/data/loads", "/api/health"])
        {
            Assert.Equal(200, (await lake.GetAsync(path)).Status);
        }

        // HEAD runs no query, so it needs no place.
        using var head = await RawClient.SendAsync(
            lake.Port, $"HEAD {WideLake.Export} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Assert.Equal(200, (await head.ReadToEndAsync()).Status);
        Assert.Equal(WideLake.Csv.Length, (await slow.ReadToEndAsync(1024 * 1024)).Body.Length);
    }

    [Fact]
    public async Task A_page_that_its_reader_does_not_take_holds_no_place()
    {
        using var slow = await RawClient.GetAsync(lake.Port, "/api/data/texts?$top=50");
        await slow.ReadAsync(1024);

        Assert.Equal(200, (await lake.GetAsync(WideLake.Row)).Status);

        var answer = await slow.ReadToEndAsync();
        Assert.Equal($"{answer.Body.Length}", answer.Headers["Content-Length"]);
        Assert.Equal(50, JsonElement.Parse(answer.Body).GetProperty("value").GetArrayLength());
    }
}
