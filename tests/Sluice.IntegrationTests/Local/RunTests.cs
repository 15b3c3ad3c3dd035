using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Sluice.IntegrationTests.Azurite;

namespace Sluice.IntegrationTests.Local;

public sealed class RunTests : IDisposable
{
    private const string Header = "id,owner_id,title,category,price,city,created_at,deleted_at\n";
    private readonly TemporaryFolder home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task An_upload_is_in_the_loads_within_seconds_with_its_counts_and_its_rejects()
    {
        await using var lake = await LocalLake.StartAsync(home.Path);
        Assert.Equal(HttpStatusCode.OK, (await lake.GetAsync("health")).StatusCode);

        // The first one also waits for just-in-time compilation and the creation of queues.
        await lake.UploadAsync("ads/First.csv", Header + Ad(1));
        await lake.WaitForLoadAsync("data/ads/First.csv");

        const string Bad = "3,7,\"A bike, \"\"blue\"\"\",cars,-5,Lyon,2026-01-01T00:00:00Z,\n";
        await lake.UploadAsync("ads/Ads.csv", Header + Ad(2) + Bad + Ad(4));
        var watch = Stopwatch.StartNew();
        var load = await lake.WaitForLoadAsync("data/ads/Ads.csv");

        // On a quiet machine, it is one second. Other tests run beside this one.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(15));

        Assert.Equal("blob", load.GetProperty("trigger").GetString());
        Assert.Equal(2, load.GetProperty("rows").GetInt64());
        Assert.Equal(1, load.GetProperty("rejected").GetInt64());
        var reject = Assert.Single(
            await lake.ReadAsync("rejects"), r => r.GetProperty("load").GetInt64() == load.GetProperty("id").GetInt64());
        Assert.Equal("data/ads/Ads.csv", reject.GetProperty("file").GetString());
        Assert.Equal(2, reject.GetProperty("row").GetInt64());
        Assert.Equal(3, reject.GetProperty("line").GetInt64());
        Assert.Equal((Header + Ad(2)).Length, reject.GetProperty("byte_offset").GetInt64());
        Assert.Equal("price", reject.GetProperty("field").GetString());
        Assert.Equal("minimum", reject.GetProperty("rule").GetString());
        Assert.Equal("\"-5\" is less than 0", reject.GetProperty("message").GetString());
        Assert.Equal(Bad.TrimEnd('\n'), reject.GetProperty("raw_text").GetString());
    }

    [Fact]
    public async Task Uploads_in_the_same_second_are_all_found()
    {
        await using var lake = await LocalLake.StartAsync(home.Path);
        for (var i = 1; i <= 30; i++)
        {
            await lake.UploadAsync($"ads/Ads{i}.csv", Header + Ad(i));
        }

        for (var i = 1; i <= 30; i++)
        {
            await lake.WaitForLoadAsync($"data/ads/Ads{i}.csv");
        }
    }

    [Fact]
    public async Task Block_blobs_append_blobs_and_append_blobs_that_grew_are_loaded_by_the_trigger()
    {
        await using var lake = await LocalLake.StartSweptAsync(home.Path);
        await lake.UploadAsync("ads/Block.csv", Header + Ad(1));
        await lake.AppendAsync("ads/Append.csv", Header + Ad(2));

        Assert.Equal("blob", (await lake.WaitForLoadAsync("data/ads/Block.csv")).GetProperty("trigger").GetString());
        Assert.Equal("blob", (await lake.WaitForLoadAsync("data/ads/Append.csv")).GetProperty("trigger").GetString());

        await lake.AppendAsync("ads/Append.csv", Ad(3) + Ad(4));

        var grown = await lake.WaitForLoadAsync("data/ads/Append.csv", count: 2);
        Assert.Equal(
            ("blob", "append", 2),
            (grown.GetProperty("trigger").GetString(), grown.GetProperty("kind").GetString(), grown.GetProperty("rows").GetInt64()));
    }

    [Fact]
    public async Task A_storage_emulator_that_is_running_already_can_be_named_and_is_spoken_to_in_a_version_that_it_knows()
    {
        await using var azurite = await AzuriteServer.StartAsync();
        await using var lake = await LocalLake.StartSweptAsync(home.Path, "--storage", azurite.ConnectionString);

        await lake.UploadAsync("ads/Ads.csv", Header + Ad(1));

        Assert.Equal("blob", (await lake.WaitForLoadAsync("data/ads/Ads.csv")).GetProperty("trigger").GetString());
    }

    [Fact]
    public async Task A_second_start_goes_on_where_the_first_ended()
    {
        await using (var lake = await LocalLake.StartAsync(home.Path))
        {
            await lake.UploadAsync("ads/Ads.csv", Header + Ad(1));
            await lake.WaitForLoadAsync("data/ads/Ads.csv");
            Assert.Equal(130, await lake.Cli.InterruptAsync());
            Assert.Empty(lake.Cli.Errors);
        }

        await using (var lake = await LocalLake.StartAsync(home.Path))
        {
            await lake.UploadAsync("ads/More.csv", Header + Ad(2));
            await lake.WaitForLoadAsync("data/ads/More.csv");
            Assert.Single(await lake.ReadAsync("loads"), l =>
                l.GetProperty("file").GetString() == "data/ads/Ads.csv" && l.GetProperty("state").GetString() == "loaded");
            Assert.Equal(2, (await lake.ReadAsync("files")).Count);
        }
    }

    [Fact]
    public async Task A_start_after_a_kill_goes_on_too_and_the_killed_one_leaves_no_Azurite_behind()
    {
        int azurite;
        await using (var lake = await LocalLake.StartAsync(home.Path))
        {
            await lake.UploadAsync("ads/Ads.csv", Header + Ad(1));
            await lake.WaitForLoadAsync("data/ads/Ads.csv");
            azurite = await AzuriteAsync();
            Assert.True(IsRunning(azurite));
            await lake.Cli.KillAsync();
        }

        await using (var lake = await LocalLake.StartAsync(home.Path))
        {
            Assert.False(IsRunning(azurite));
            await lake.UploadAsync("ads/Ads.csv", Header + Ad(1) + Ad(2));
            await lake.WaitForLoadAsync("data/ads/Ads.csv", count: 2);
            Assert.Equal(2, Assert.Single(await lake.ReadAsync("files")).GetProperty("rows").GetInt64());
        }
    }

    [Fact]
    public async Task The_Azurite_of_a_home_ends_with_the_last_process_that_uses_it_and_not_with_the_one_that_started_it()
    {
        var first = await LocalLake.StartAsync(home.Path);
        var azurite = await AzuriteAsync();
        await using (var second = await LocalLake.StartAsync(home.Path, "--warehouse", home.Of("other.duckdb")))
        {
            Assert.Equal(130, await first.Cli.InterruptAsync());
            await first.DisposeAsync();

            await second.UploadAsync("ads/Ads.csv", Header + Ad(1));
            await second.WaitForLoadAsync("data/ads/Ads.csv");
            await using (var third = await LocalLake.StartAsync(home.Path))
            {
                await third.WaitForLoadAsync("data/ads/Ads.csv");
            }

            Assert.Equal(azurite, await AzuriteAsync());
            Assert.True(IsRunning(azurite));
            Assert.Equal(130, await second.Cli.InterruptAsync());
            Assert.Empty(second.Cli.Errors);
        }

        await using var next = await LocalLake.StartAsync(home.Path);
        Assert.False(IsRunning(azurite));
        await next.WaitForLoadAsync("data/ads/Ads.csv");
    }

    [Theory]
    [InlineData("run", "--port", "0")]
    [InlineData("sweep")]
    public async Task A_second_process_on_the_same_home_ends_with_3_and_one_sentence(params string[] verb)
    {
        await using var lake = await LocalLake.StartAsync(home.Path);
        var (exitCode, _, errors) = await Cli.RunAsync([.. verb, "--home", home.Path]);

        Assert.Equal(3, exitCode);
        Assert.Contains("warehouse.duckdb", Assert.Single(errors), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await lake.GetAsync("health")).StatusCode);
    }

    [Fact]
    public async Task A_port_that_is_taken_ends_with_2_and_one_sentence()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var (exitCode, _, errors) = await Cli.RunAsync("run", "--port", $"{port}", "--home", home.Path);

        Assert.Equal(2, exitCode);
        Assert.Contains($"127.0.0.1:{port}", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_storage_that_is_not_there_ends_with_3_and_one_sentence()
    {
        const string Nowhere = "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=YQ==;"
            + "BlobEndpoint=http://127.0.0.1:1/a;QueueEndpoint=http://127.0.0.1:1/a";
        var (exitCode, _, errors) = await Cli.RunAsync("sweep", "--storage", Nowhere, "--home", home.Path);

        Assert.Equal(3, exitCode);
        Assert.Single(errors);
    }

    internal static string Ad(int id) => $"{id},7,A bike,cars,120.50,Lyon,2026-01-01T00:00:00Z,\n";

    private async Task<int> AzuriteAsync()
    {
        using var endpoints = JsonDocument.Parse(
            await File.ReadAllTextAsync(home.Of("azurite.json"), TestContext.Current.CancellationToken));
        return endpoints.RootElement.GetProperty("ProcessId").GetInt32();
    }

    private static bool IsRunning(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
