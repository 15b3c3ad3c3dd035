namespace Sluice.Tests.Generate;

/// <summary>The good rows of one sample with dirty rows, by column.</summary>
public sealed class SampleMarketplace : IAsyncLifetime
{
    public SampleFolder Sample { get; private set; } = null!;

    public Dictionary<string, Dictionary<string, string>> Users { get; private set; } = [];

    public Dictionary<string, Dictionary<string, string>> Ads { get; private set; } = [];

    public List<Dictionary<string, string>> Transactions { get; private set; } = [];

    public List<Dictionary<string, string>> Referrals { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        Sample = await SampleFolder.CreateAsync(12_000, 0.05, seed: 3);
        Users = Sample.GoodRows("users/Users").ToDictionary(u => u["id"]);
        Ads = Sample.GoodRows("ads/Ads").ToDictionary(a => a["id"]);
        Transactions = [.. Sample.GoodRows("ads_transaction/AdsTransaction")];
        Referrals = [.. Sample.GoodRows("referrals/Referrals")];
    }

    public ValueTask DisposeAsync()
    {
        Sample.Dispose();
        return ValueTask.CompletedTask;
    }
}
