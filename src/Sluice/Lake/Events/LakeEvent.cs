namespace Sluice.Lake.Events;

/// <summary>
/// An event of the lake's storage. It may come late, twice, or after a later one: it says where to look, and the lake says how it is.
/// </summary>
/// <param name="Kind">What has happened.</param>
/// <param name="Path">The path of the file or folder afterwards, container first.</param>
public sealed record LakeEvent(LakeEventKind Kind, string Path)
{
    /// <summary>The path before a rename; <see langword="null"/> for other events.</summary>
    public string? From { get; init; }

    /// <summary>When it happened, by the clock of the storage; <see langword="null"/> if the event does not say.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Why Event Grid could not deliver the event; <see langword="null"/> if it is no dead letter.</summary>
    public string? DeadLetterReason { get; init; }
}
