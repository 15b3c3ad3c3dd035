using System.Text.RegularExpressions;
using Sluice.IntegrationTests.Azurite;

namespace Sluice.IntegrationTests.Local;

/// <summary>The output of the verbs: each failure once, and nothing about successes.</summary>
public sealed class LogTests : IDisposable
{
    private const string Header = "id,owner_id,title,category,price,city,created_at,deleted_at\n";
    private const string Refusal =
        @"The lake's storage refuses a request: This request is not authorized to perform this operation using this permission\. "
        + @"\(403 AuthorizationPermissionMismatch\)\. The sweep tries again from \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ on\.$";

    private readonly TemporaryFolder home = new();
    private readonly TemporaryFolder files = new();

    public void Dispose()
    {
        home.Dispose();
        files.Dispose();
    }

    [Fact]
    public async Task A_load_that_the_lake_refuses_is_one_line_of_load_and_of_sweep()
    {
        await using var azurite = await AzuriteServer.StartAsync();
        await using var proxy = Refusing(azurite);
        var file = files.Write("Ads.csv", Header + RunTests.Ad(1));
        string[] lake = ["--storage", AzuriteServer.ConnectionStringFor(proxy.Port, azurite.QueuePort), "--home", home.Path];

        var (exitCode, _, errors) = await Cli.RunAsync(["load", file, "--dataset", "ads", .. lake]);

        Assert.Equal(3, exitCode);
        Assert.Matches($@"^error: data/ads/Ads\.csv: load 1 failed, attempt 1: {Refusal}", Assert.Single(errors));
        File.Delete(home.Of("warehouse.duckdb"));
        (exitCode, _, errors) = await Cli.RunAsync(["sweep", .. lake]);
        Assert.Equal(3, exitCode);
        Assert.Matches($@"^error: data/ads/Ads\.csv: load 1 failed, attempt 1: {Refusal}", Assert.Single(errors));
    }

    [Theory]
    [InlineData]
    [InlineData("--verbose")]
    public async Task Each_try_of_the_trigger_is_one_line_without_a_stack_trace(params string[] options)
    {
        await using var azurite = await AzuriteServer.StartAsync();
        await using var proxy = Refusing(azurite);
        await using var lake = await LocalLake.StartAsync(
            home.Path, ["--storage", AzuriteServer.ConnectionStringFor(proxy.Port, azurite.QueuePort), .. options]);
        await lake.WaitForSweepAsync();

        await lake.UploadAsync("ads/Ads.csv", Header + RunTests.Ad(1));
        await lake.WaitForLoadAsync("data/ads/Ads.csv", "failed", count: 5);
        Assert.Equal(130, await lake.Cli.InterruptAsync());

        // The verbose log has a head above each line.
        var errors = lake.Cli.Errors;
        var loads = errors.Select(e => Regex.Match(e, $@"^(error:|     ) data/ads/Ads\.csv: load (\d+) failed, attempt \d+: {Refusal}"))
            .Where(m => m.Success).Select(m => m.Groups[2].Value).ToList();
        Assert.Equal(loads.Distinct(), loads);
        Assert.Equal(loads.Count, errors.Count(e => Regex.IsMatch(e, "^(error|fail): ")));
        Assert.True(loads.Count >= 5);
        Assert.DoesNotContain(errors, e => e.StartsWith("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_lake_that_does_not_let_itself_be_watched_ends_run_with_3_and_one_sentence()
    {
        await using var azurite = await AzuriteServer.StartAsync();
        await using var proxy = new RefusingProxy(azurite.BlobPort, "HEAD /devstoreaccount1/data/ads/Ads.csv ");
        await using var lake = await LocalLake.StartAsync(
            home.Path, "--storage", AzuriteServer.ConnectionStringFor(proxy.Port, azurite.QueuePort));

        await lake.UploadAsync("ads/Ads.csv", Header + RunTests.Ad(1));

        Assert.Equal(3, await lake.Cli.WaitAsync());
        Assert.Equal(
            "The lake's storage refuses a request: This request is not authorized to perform this operation using this permission. "
            + "(403 AuthorizationPermissionMismatch).",
            lake.Cli.Errors[^1]);
        Assert.DoesNotContain(lake.Cli.Errors, e => e.StartsWith("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_storage_is_asked_in_an_hours_use_prints_nothing_of_its_client()
    {
        await using (var lake = await LocalLake.StartAsync(home.Path, "--verbose"))
        {
            await lake.UploadAsync("ads/Ads.csv", Header + RunTests.Ad(1));
            await lake.WaitForLoadAsync("data/ads/Ads.csv");
            await lake.UploadAsync("ads/Ads.csv", Header + RunTests.Ad(2));
            await lake.WaitForLoadAsync("data/ads/Ads.csv", count: 2);
            await lake.UploadAsync("ads/Bad.csv", "id,colour\n1,red\n");
            await lake.WaitForLoadAsync("data/ads/Bad.csv", "refused");
            await lake.AppendAsync("ads/Log.csv", Header + RunTests.Ad(3));
            await lake.WaitForLoadAsync("data/ads/Log.csv");
            await lake.AppendAsync("ads/Log.csv", RunTests.Ad(4) + "x,7,A bike,cars,1,Lyon,2026-01-01T00:00:00Z,\n");
            await lake.WaitForLoadAsync("data/ads/Log.csv", count: 2);
            using (var client = await RawClient.SendAsync(
                lake.Port, "POST /api/sweep HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
            {
                Assert.Equal(200, (await client.ReadToEndAsync()).Status);
            }

            await lake.Cli.InterruptAsync();
            AssertQuiet(lake.Cli.Errors);
        }

        var file = files.Write("More.csv", Header + RunTests.Ad(5));
        AssertQuiet((await Cli.RunAsync("load", file, "--dataset", "ads", "--home", home.Path, "--verbose")).Errors);
        AssertQuiet((await Cli.RunAsync("sweep", "--home", home.Path, "--verbose")).Errors);
    }

    private static void AssertQuiet(IReadOnlyList<string> errors)
    {
        Assert.NotEmpty(errors);
        Assert.DoesNotContain(errors, e => Regex.IsMatch(e, @"^(\w+: )?Azure\."));
        Assert.DoesNotContain(errors, e => e.StartsWith("fail: ", StringComparison.Ordinal));
    }

    private static RefusingProxy Refusing(AzuriteServer azurite) => new(azurite.BlobPort, "GET /devstoreaccount1/data/ads/Ads.csv ");
}
