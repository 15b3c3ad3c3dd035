using System.Text.Json;

namespace Sluice.Ledger;

/// <summary>What every adapter says alike.</summary>
internal static class LedgerTexts
{
    /// <summary>
    /// The error of a load that is running in a ledger that one process has open at a time, though nobody is at work on it.
    /// </summary>
    public const string ProcessEnded =
        "The process that ran this load ended before it could record how the load went. What was committed stays, and "
        + "the next load goes on there.";

    /// <summary>The same where processes share a ledger: one whose load is given up may be alive, and out of reach.</summary>
    public const string ProcessGone =
        "The process that ran this load ended, or lost the warehouse, before it could record how the load went. "
        + "What was committed stays, and the "
        + "next load goes on there.";

    /// <summary>Why a warehouse is refused whose scripts are not all known.</summary>
    public const string LaterVersion = "The warehouse was made by a later version of Sluice; use that version, or another warehouse.";

    /// <summary>The greatest keys of a checkpoint as text: a JSON object.</summary>
    public static string? Keys(Checkpoint? checkpoint) => checkpoint?.LastKeys is { } keys ? JsonSerializer.Serialize(keys) : null;

    /// <summary>The greatest keys that a text has.</summary>
    public static IReadOnlyDictionary<string, long>? ParseKeys(string? text) =>
        text is null ? null : JsonSerializer.Deserialize<Dictionary<string, long>>(text);
}
