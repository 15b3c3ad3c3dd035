using System.Text.Json;
using Sluice.Loading;

namespace Sluice.Warehouse;

/// <summary>What every adapter says alike.</summary>
internal static class LedgerTexts
{
    /// <summary>The error of a load that was still running when the next one of its file began.</summary>
    public const string CutOff = "cut off: the process ended before the load did";

    /// <summary>Why a warehouse is refused whose scripts are not all known.</summary>
    public const string LaterVersion = "The warehouse was made by a later version of Sluice; use that version, or another warehouse.";

    /// <summary>The greatest keys of a checkpoint as text: a JSON object.</summary>
    public static string? Keys(Checkpoint? checkpoint) => checkpoint?.LastKeys is { } keys ? JsonSerializer.Serialize(keys) : null;

    /// <summary>The greatest keys that a text has.</summary>
    public static IReadOnlyDictionary<string, long>? ParseKeys(string? text) =>
        text is null ? null : JsonSerializer.Deserialize<Dictionary<string, long>>(text);

    /// <summary>Why a table cannot become what its dataset says now.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="change">What has changed, as the middle of a sentence.</param>
    public static WarehouseUnavailableException Refused(Lake.Dataset dataset, string change) => new(
        $"The table lake.{dataset.Name} cannot follow dataset {dataset.Name}: {change}; give the dataset another name to load it anew, or undo the change.");
}
