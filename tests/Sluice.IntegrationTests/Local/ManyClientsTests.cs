namespace Sluice.IntegrationTests.Local;

[Collection(nameof(UsualLake))]
public sealed class ManyClientsTests(UsualLake lake)
{
    private const int Clients = 16;

    [Fact]
    public async Task Many_exports_at_once_are_complete_or_told_to_come_later_and_health_is_told_meanwhile()
    {
        var exports = Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => lake.GetAsync(WideLake.Export)));
        List<int> health = [];
        while (!exports.IsCompleted)
        {
            health.Add((await lake.GetAsync("/api/health")).Status);
        }

        var answers = await exports;
        Assert.All(answers, a => Assert.Contains(a.Status, (int[])[200, 429]));
        Assert.All(answers.Where(a => a.Status == 200), a => Assert.Equal(WideLake.Csv.Length, a.Body.Length));
        Assert.Contains(answers, a => a.Status == 200);
        Assert.All(health, s => Assert.Equal(200, s));
    }
}
