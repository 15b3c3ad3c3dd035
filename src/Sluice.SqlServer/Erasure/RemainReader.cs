using Sluice.Ledger;
using Sluice.SqlServer.Loading;
using Sluice.SqlServer.Locks;

namespace Sluice.SqlServer.Erasure;

/// <summary>Records of the lake that have an erased key, as rows of <c>sluice.remain</c>.</summary>
/// <param name="remains">The records.</param>
internal sealed class RemainReader(IReadOnlyCollection<Remain> remains) : BulkReader
{
    private static readonly string[] Columns = ["operation", "dataset", "file", "file_hash", "row", "line"];

    private readonly IEnumerator<Remain> each = remains.GetEnumerator();

    /// <inheritdoc/>
    public override IReadOnlyList<string> ColumnNames => Columns;

    /// <inheritdoc/>
    public override bool Read() => each.MoveNext();

    /// <inheritdoc/>
    public override object GetValue(int ordinal) => ordinal switch
    {
        0 => each.Current.Operation,
        1 => each.Current.Dataset,
        2 => each.Current.File,
        3 => PathHash.Compute(each.Current.File),
        4 => each.Current.Row,
        5 => each.Current.Line,
        _ => throw new ArgumentOutOfRangeException(nameof(ordinal), ordinal, "There is no such column."),
    };

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            each.Dispose();
        }

        base.Dispose(disposing);
    }
}
