using Sluice.Lake;
using Sluice.Ledger;
using Sluice.Rows;

namespace Sluice.Tests.Validation;

/// <summary>What a reader has read of a file.</summary>
internal sealed record ReadFile
{
    public List<(long Number, string Values)> Rows { get; } = [];

    public List<Reject> Rejects { get; } = [];

    public ReadPosition Position { get; init; }

    public string Header { get; init; } = "";

    public char Delimiter { get; init; }

    public IReadOnlyDictionary<string, long>? LastKeys { get; init; }

    public IReadOnlyList<ColumnChange> Changes { get; init; } = [];

    public byte[] PrefixHash { get; init; } = [];
}
