using System.Text.Json;

namespace Sluice.Ledger;

/// <summary>Texts that all adapters share.</summary>
internal static class LedgerTexts
{
    /// <summary>The error of an abandoned load, where only one process can open the ledger at a time.</summary>
    public const string ProcessEnded =
        "The process that ran this load ended before it could record how the load went. "
        + "What was committed stays, and the next load resumes after it.";

    /// <summary>
    /// The error of an abandoned load, where processes share the ledger: its process may still be alive, but disconnected.
    /// </summary>
    public const string ProcessGone =
        "The process that ran this load ended, or lost the warehouse, before it could record how the load went. "
        + "What was committed stays, and the next load resumes after it.";

    /// <summary>The error of an operation whose process is gone.</summary>
    public const string OperationAbandoned = "The process that did the work ended before all of it was done.";

    /// <summary>The error of an operation whose process was stopped.</summary>
    public const string OperationStopped = "The process stopped before all of the work was done.";

    /// <summary>The error of an operation whose messages are gone from their queue.</summary>
    public const string OperationLost = "No work was done for a day: its messages are lost.";

    /// <summary>What becomes of the work of an operation that has failed, as a sentence.</summary>
    public static string NextOf(OperationKind? kind) => kind switch
    {
        OperationKind.Erase => "Repeat the erasure.",
        OperationKind.Reload => "Repeat the reload: the next sweep loads only files that are not loaded.",
        _ => "The next sweep loads files that are not loaded.",
    };

    /// <summary>The error for a warehouse that has run scripts unknown to this version.</summary>
    public const string LaterVersion = "The warehouse was created by a later version of Sluice; use that version, or another warehouse.";

    /// <summary>
    /// The fingerprint of a file from the start of a reload until it commits. No definition has it, so a reload that fails is not
    /// forgotten: the next load replaces the rows too.
    /// </summary>
    public const string Reloading = "reloading";

    /// <summary>The greatest keys of a checkpoint, as a JSON object.</summary>
    public static string? Keys(Checkpoint? checkpoint) => checkpoint?.LastKeys is { } keys ? JsonSerializer.Serialize(keys) : null;

    /// <summary>Reads the text of <see cref="Keys"/>.</summary>
    public static IReadOnlyDictionary<string, long>? ParseKeys(string? text) =>
        text is null ? null : JsonSerializer.Deserialize<Dictionary<string, long>>(text);
}
