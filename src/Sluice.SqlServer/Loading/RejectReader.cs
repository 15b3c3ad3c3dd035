using Sluice.Rows;
using Sluice.SqlServer.Ledger;
using Sluice.Warehouse;

namespace Sluice.SqlServer.Loading;

/// <summary>Rejects as rows of <c>sluice.reject</c>, one row per error.</summary>
/// <param name="target">The load that rejected them.</param>
/// <param name="rejects">The rejects.</param>
internal sealed class RejectReader(LoadTarget target, IReadOnlyList<Reject> rejects) : BulkReader
{
    /// <summary>The columns of the rows, as a list for statements.</summary>
    public const string Columns = "[load], file_id, [file], dataset, [row], line, byte_offset, error, field, [rule], message, raw_text";

    private const int MaxField = 128;

    private static readonly string[] Each = [.. Columns.Split(", ").Select(c => c.Trim('[', ']'))];

    private int reject;
    private int error = -1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames => Each;

    /// <inheritdoc/>
    public override bool Read()
    {
        if (reject < rejects.Count && ++error == rejects[reject].Errors.Count)
        {
            reject++;
            error = 0;
        }

        return reject < rejects.Count;
    }

    /// <inheritdoc/>
    public override object GetValue(int ordinal)
    {
        var row = rejects[reject];
        var (field, rule, message) = row.Errors[error];
        return ordinal switch
        {
            0 => target.LoadId,
            1 => target.File.Id,
            2 => target.File.Path,
            3 => target.Dataset.Name,
            4 => row.Row,
            5 => row.Line,
            6 => row.ByteOffset,
            7 => (long)error,
            8 => (object?)(field is { Length: > MaxField } ? field[..MaxField] : field) ?? DBNull.Value,
            9 => rule,
            10 => SqlServerLedger.Message(message)!,
            11 => row.RawText,
            _ => throw new ArgumentOutOfRangeException(nameof(ordinal), ordinal, "There is no such column."),
        };
    }
}
