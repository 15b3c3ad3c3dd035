using System.Diagnostics;
using System.Text.Json;

namespace Sluice.IntegrationTests.Local;

public sealed class DemoTests : IDisposable
{
    /// <summary>How many rows the large demo has. 1,000,000 show the most, and take a minute more.</summary>
    private static readonly string TestRows = Environment.GetEnvironmentVariable("SLUICE_TEST_DEMO_ROWS") ?? "100000";

    private readonly TemporaryFolder home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task The_demo_ends_with_0_when_every_good_row_is_in_and_every_bad_row_is_a_reject_and_can_be_run_again()
    {
        var watch = Stopwatch.StartNew();
        for (var run = 0; run < 2; run++)
        {
            var (exitCode, output, errors) = await Cli.RunAsync(
                "demo", "--exit", "--rows", "3000", "--dirt", "0.05", "--port", "0", "--home", home.Path);

            Assert.Empty(errors);
            Assert.Equal(0, exitCode);
            Assert.Contains("Every good row is in its table, and every bad row is a reject.", output);
            string[] files =
                ["data/users/Users.csv", "data/ads/Ads.csv", "data/ads_transaction/AdsTransaction.csv", "data/referrals/Referrals.csv"];
            foreach (var file in files)
            {
                Assert.Contains(output, l => l.TrimStart().StartsWith(file, StringComparison.Ordinal));
            }
        }

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(90));
    }

    [Fact]
    public async Task A_demo_in_a_warehouse_that_has_had_one_loads_its_own_rows_and_tells_of_them()
    {
        string[] settings = ["Warehouse__Provider=DuckDb", $"Warehouse__ConnectionString={home.Of("kept.duckdb")}"];
        foreach (var (rows, seed) in new[] { ("3000", "1"), ("3000", "1"), ("2000", "2") })
        {
            var (exitCode, output, errors) = await Cli.RunWithAsync(
                settings, "demo", "--exit", "--rows", rows, "--seed", seed, "--dirt", "0.05", "--port", "0", "--home", home.Path);

            Assert.Empty(errors);
            Assert.Equal(0, exitCode);
            var summary = await File.ReadAllTextAsync(
                home.Of("demo", "files", "ads", "Ads.expected.json"), TestContext.Current.CancellationToken);
            var good = JsonDocument.Parse(summary).RootElement.GetProperty("good").GetInt64();
            Assert.Contains(output, l => l.Contains("data/ads/Ads.csv", StringComparison.Ordinal)
                && l.Contains($"{good:N0}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Large_files_at_once_are_loaded_in_the_little_memory_that_the_warehouse_may_take()
    {
        var (exitCode, output, errors) = await Cli.RunAsync("demo", "--exit", "--rows", TestRows, "--port", "0", "--home", home.Path);

        Assert.Empty(errors);
        Assert.Equal(0, exitCode);
        Assert.Contains("Every good row is in its table, and every bad row is a reject.", output);
    }
}
