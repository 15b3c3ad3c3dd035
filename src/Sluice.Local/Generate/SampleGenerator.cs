using Sluice.Local.Generate.Market;
using Sluice.Local.Generate.Tables;

namespace Sluice.Local.Generate;

/// <summary>Makes sample data of a marketplace: its users, their ads, what is sold, and who invited whom.</summary>
public static class SampleGenerator
{
    /// <summary>
    /// Writes <c>users/Users.csv</c>, <c>ads/Ads.csv</c>, <c>ads_transaction/AdsTransaction.csv</c> and <c>referrals/Referrals.csv</c>,
    /// each in the order of its <c>created_at</c>, and beside each what validation must find in it (<see cref="SampleFile"/>). Good
    /// rows refer only to good rows; where all are dirty there is nothing to refer to, so nothing is sold and nobody invited.
    /// </summary>
    /// <param name="options">What to make.</param>
    /// <param name="progress">Gets word every some thousand rows, and at the end of each file.</param>
    /// <param name="cancellationToken">Ends the writing; files written so far stay, the last one without its account.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static Task<SampleSummary> GenerateAsync(
        SampleOptions options, IProgress<SampleProgress>? progress, CancellationToken cancellationToken) =>
        Task.Run(() => new Marketplace(options, progress, cancellationToken).Write(), cancellationToken);
}
