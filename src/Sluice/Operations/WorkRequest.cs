using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Ledger;
using Sluice.Loading;

namespace Sluice.Operations;

/// <summary>What an operation is asked to do. The ledger keeps it with the operation.</summary>
public sealed record WorkRequest
{
    /// <summary>Creates a request. Use the methods.</summary>
    [JsonConstructor]
    internal WorkRequest()
    {
    }

    /// <summary>What the operation does.</summary>
    [JsonIgnore]
    public OperationKind Kind => this switch
    {
        { Erase: not null } => OperationKind.Erase,
        { From: not null } => OperationKind.Load,
        { File: null, Path: null, Dataset: null } => OperationKind.Sweep,
        { Again: false, Stale: false, Rejected: false } => OperationKind.Load,
        _ => OperationKind.Reload,
    };

    /// <summary>What asked for it.</summary>
    public LoadTrigger Trigger { get; init; }

    /// <summary>The one file to load, or <see langword="null"/>.</summary>
    public string? File { get; init; }

    /// <summary>The files to load, as a path with wildcards, or <see langword="null"/>.</summary>
    public string? Path { get; init; }

    /// <summary>The dataset whose files to load, or whose key to erase, or <see langword="null"/>.</summary>
    public string? Dataset { get; init; }

    /// <summary>Whether to load files again.</summary>
    public bool Again { get; init; }

    /// <summary>Whether to load files again whose rows are not current.</summary>
    public bool Stale { get; init; }

    /// <summary>Whether to load files again that have rejects or are refused.</summary>
    public bool Rejected { get; init; }

    /// <summary>The keyed hash of the key to erase (<see cref="ErasureKey.Hash"/>), or <see langword="null"/>.</summary>
    public string? Erase { get; init; }

    /// <summary>The names of that key's fields (<see cref="ErasureKey.Fields"/>); <see langword="null"/> in a request of an earlier
    /// version.</summary>
    public string? EraseBy { get; init; }

    /// <summary>The path of a folder before it was renamed, or <see langword="null"/>.</summary>
    public string? From { get; init; }

    /// <summary>The path of that folder after it was renamed, or <see langword="null"/>.</summary>
    public string? To { get; init; }

    /// <summary>When it was renamed; <see langword="null"/> if unknown.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The erasure of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="trigger">What asked for it.</param>
    public static WorkRequest ForKey(ErasureKey key, LoadTrigger trigger) =>
        new() { Dataset = key.Dataset, Erase = key.Hash, EraseBy = key.Fields, Trigger = trigger };

    /// <summary>A sweep.</summary>
    public static WorkRequest Sweep() => new() { Trigger = LoadTrigger.Sweep };

    /// <summary>The load of one file.</summary>
    /// <param name="path">The file's path, container first.</param>
    /// <param name="again">Whether to load it again.</param>
    /// <param name="trigger">What asked for it.</param>
    public static WorkRequest ForFile(string path, bool again, LoadTrigger trigger) =>
        new() { File = path, Again = again, Trigger = trigger };

    /// <summary>The load of selected files.</summary>
    /// <param name="selection">The files.</param>
    /// <param name="trigger">What asked for it.</param>
    public static WorkRequest ForFiles(FileSelection selection, LoadTrigger trigger) => new()
    {
        Path = selection.Path,
        Dataset = selection.Dataset,
        Again = selection.Again,
        Stale = selection.Stale,
        Rejected = selection.Rejected,
        Trigger = trigger,
    };

    /// <summary>The files of a folder that was renamed.</summary>
    /// <param name="from">The folder's path before, container first.</param>
    /// <param name="to">Its path after.</param>
    /// <param name="at">When it was renamed; <see langword="null"/> if unknown.</param>
    public static WorkRequest ForRename(string from, string to, DateTimeOffset? at) =>
        new() { From = from, To = to, At = at, Trigger = LoadTrigger.Blob };

    /// <summary>The request as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, WorkJson.Options);

    /// <summary>Reads a request that the ledger has kept.</summary>
    internal static WorkRequest Parse(string json) => JsonSerializer.Deserialize<WorkRequest>(json, WorkJson.Options)!;

    /// <summary>The files that it selects; <see langword="null"/> for a sweep and an erasure.</summary>
    internal FileSelection? Select() => this switch
    {
        { Erase: not null } => null,
        { Path: { } path } => FileSelection.TryParse(path, out var selection, out var fault)
            ? selection with { Again = Again, Stale = Stale, Rejected = Rejected }
            : throw new FormatException(fault),
        { Dataset: { } dataset } => FileSelection.ForDataset(dataset) with { Again = Again, Stale = Stale, Rejected = Rejected },
        _ => null,
    };
}
