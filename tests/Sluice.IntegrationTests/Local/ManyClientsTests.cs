namespace Sluice.IntegrationTests.Local;

public sealed class ManyClientsTests(UsualLake lake) : IClassFixture<UsualLake>
{
    private const int Clients = 16;

    [Fact]
    public async Task Many_exports_at_once_are_complete_or_told_to_come_later_and_never_fail()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => lake.GetAsync(WideLake.Export)));

        Assert.All(answers, a => Assert.Contains(a.Status, (int[])[200, 429]));
        Assert.All(answers.Where(a => a.Status == 200), a => Assert.Equal(WideLake.Csv.Length, a.Body.Length));
        Assert.Contains(answers, a => a.Status == 200);
    }

    [Fact]
    public async Task Health_is_told_while_heavy_queries_run_and_others_wait()
    {
        // Each text is looked through for each of many words: it takes far longer than anything else here.
        var heavy = Enumerable.Range(0, Clients).Select(i => lake.GetAsync(
            $"/api/data/texts/$count?$filter={string.Join("%20or%20", Enumerable.Range(0, 40).Select(n => $"contains(text,'{new string('a', 40)}{i}{n}')"))}")).ToList();
        var health = await lake.GetAsync("/api/health");

        Assert.Equal(200, health.Status);
        Assert.Contains(heavy, h => !h.IsCompleted);
        Assert.All(await Task.WhenAll(heavy), a => Assert.Contains(a.Status, (int[])[200, 429]));
    }
}
