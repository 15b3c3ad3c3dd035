using Sluice.AzureStorage;
using Sluice.Loading;

namespace Sluice.Local.Storage;

/// <summary>Describes failures of work that uses the storage directly.</summary>
internal static class StorageFailure
{
    /// <summary>The reason of a failure as a sentence: that of the storage, if it has refused or failed a request.</summary>
    public static string Describe(Exception cause) => StorageError.From(cause)?.Sentence ?? FailureReason.Describe(cause);
}
