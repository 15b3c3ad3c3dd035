using Sluice.Rows;

namespace Sluice.DuckDb.Loading;

/// <summary>Writes rows into a table.</summary>
internal interface IRowWriter : IDisposable
{
    /// <summary>The number of rows added so far.</summary>
    long Rows { get; }

    /// <summary>Adds the rows of a batch. The batch can be reused afterwards.</summary>
    void Append(ColumnBatch batch, CancellationToken cancellationToken);

    /// <summary>Writes all rows to the transaction, so that statements see them.</summary>
    void Flush();
}
