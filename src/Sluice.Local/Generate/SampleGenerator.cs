using Sluice.Local.Generate.Market;
using Sluice.Local.Generate.Tables;

namespace Sluice.Local.Generate;

/// <summary>Generates sample data of a marketplace: users, ads, sales and referrals.</summary>
internal static class SampleGenerator
{
    /// <summary>
    /// Writes <c>users/Users.csv</c>, <c>ads/Ads.csv</c>, <c>ads_transaction/AdsTransaction.csv</c> and <c>referrals/Referrals.csv</c>,
    /// each in the order of its <c>created_at</c>, and beside each what validation must find in it (<see cref="SampleFile"/>). Good rows
    /// refer only to good rows; if all rows are dirty, there are no sales and no referrals.
    /// </summary>
    /// <param name="options">The sample to generate.</param>
    /// <param name="progress">Gets a report every few thousand rows, and at the end of each file.</param>
    /// <param name="cancellationToken">Cancels the writing; files written so far stay, the last one without its account.</param>
    /// <returns>The files.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static Task<SampleSummary> GenerateAsync(
        SampleOptions options, IProgress<SampleProgress>? progress, CancellationToken cancellationToken) =>
        Task.Run(() => new Marketplace(options, progress, cancellationToken).Write(), cancellationToken);
}
