using Sluice.Lake;
using Sluice.Lake.Definition;
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

    public CsvDialect Dialect { get; init; } = CsvDialect.Default;

    public char Delimiter => Dialect.Delimiter![0];

    public IReadOnlyDictionary<string, long>? LastKeys { get; init; }

    public IReadOnlyList<ColumnChange> Changes { get; init; } = [];

    public byte[] PrefixHash { get; init; } = [];
}
