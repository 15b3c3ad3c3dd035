using Sluice.Local.Storage;

namespace Sluice.Local.Hosting;

/// <summary>What a command works on, as its options say.</summary>
internal sealed record LocalOptions
{
    /// <summary>Where state is kept.</summary>
    public required LocalHome Home { get; init; }

    /// <summary>The path of <c>datapackage.json</c>.</summary>
    public required string Lake { get; init; }

    /// <summary>The connection string of the lake's storage, or <see langword="null"/> for Azurite in the home folder.</summary>
    public string? Storage { get; init; }

    /// <summary>The path of the embedded warehouse, or <see langword="null"/> for the one in the home folder.</summary>
    public string? Warehouse { get; init; }

    /// <summary>Whether what the home folder has is deleted first.</summary>
    public bool StartAnew { get; init; }

    /// <summary>Rows of a commit, or <see langword="null"/> for the setting.</summary>
    public int? CommitRows { get; init; }

    /// <summary>Whether all that happens is logged, not only what needs attention.</summary>
    public bool Verbose { get; init; }
}
