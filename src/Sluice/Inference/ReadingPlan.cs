using Sluice.Lake.Definition;

namespace Sluice.Inference;

/// <summary>A way to read files that have no definition yet.</summary>
/// <param name="Dialect">The dialect; it has a delimiter.</param>
/// <param name="ReadsEnd">Whether trailing columns without a header become fields.</param>
/// <param name="PadsRows">Whether rows with fewer values than columns are rows.</param>
/// <param name="Names">The names of the columns, if they are not those of the header.</param>
internal sealed record ReadingPlan(
    CsvDialect Dialect, bool ReadsEnd = false, bool PadsRows = false, IReadOnlyList<string>? Names = null)
{
    /// <summary>Whether a NUL alone means "no value", as some programs write it.</summary>
    public bool ReadsNul { get; init; }

    /// <summary>The numbers of the rows that have the names of the columns, empty ones and comments included; none if no row has.</summary>
    public IReadOnlyList<int> NameRows { get; init; } = Dialect.Header ? Dialect.HeaderRows : [];
}
