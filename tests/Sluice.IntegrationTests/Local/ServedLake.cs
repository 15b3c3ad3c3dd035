namespace Sluice.IntegrationTests.Local;

/// <summary>One <c>run</c> of the sample lake for many tests, with a file in it.</summary>
public sealed class ServedLake : IAsyncLifetime
{
    private readonly TemporaryFolder home = new();
    private LocalLake lake = null!;

    internal int Port => lake.Port;

    internal IReadOnlyList<string> Errors => lake.Cli.Errors;

    public async ValueTask InitializeAsync()
    {
        lake = await LocalLake.StartAsync(home.Path);
        await lake.UploadAsync("ads/Ads.csv", $"id,owner_id,title,category,price,city,created_at,deleted_at\n{RunTests.Ad(1)}");
        await lake.WaitForLoadAsync("data/ads/Ads.csv");
    }

    public async ValueTask DisposeAsync()
    {
        await (lake?.DisposeAsync() ?? ValueTask.CompletedTask);
        home.Dispose();
    }

    internal async Task<RawAnswer> SendAsync(string request)
    {
        using var client = await RawClient.SendAsync(Port, request);
        return await client.ReadToEndAsync();
    }

    internal Task<RawAnswer> SendAsync(string method, string path) =>
        SendAsync($"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
}
