using Sluice.Local.Storage;

namespace Sluice.Local.Hosting;

/// <summary>What a command works on, from its options.</summary>
internal sealed record LocalOptions
{
    /// <summary>The folder for state.</summary>
    public required LocalHome Home { get; init; }

    /// <summary>The path of <c>datapackage.json</c>.</summary>
    public required string Lake { get; init; }

    /// <summary>The local folder that is the lake, or <see langword="null"/>.</summary>
    public string? Data { get; init; }

    /// <summary>The connection string of the lake's storage, or <see langword="null"/> for <see cref="Data"/>, or else for Azurite in
    /// the home folder.</summary>
    public string? Storage { get; init; }

    /// <summary>The path of the embedded warehouse, or <see langword="null"/> for the one in the home folder.</summary>
    public string? Warehouse { get; init; }

    /// <summary>Whether to delete the content of the home folder first.</summary>
    public bool StartAnew { get; init; }

    /// <summary>The rows per commit, or <see langword="null"/> for the setting.</summary>
    public int? CommitRows { get; init; }

    /// <summary>Whether to log everything, not only warnings and errors.</summary>
    public bool Verbose { get; init; }
}
