using Sluice.Rows;

namespace Sluice.DuckDb.Loading;

/// <summary>A way for rows into a table.</summary>
internal interface IRowWriter : IDisposable
{
    /// <summary>How many rows it was given.</summary>
    long Rows { get; }

    /// <summary>Adds the rows of a batch, which may be filled again afterwards.</summary>
    void Append(ColumnBatch batch, CancellationToken cancellationToken);

    /// <summary>Hands all rows to the transaction: statements see them from now on.</summary>
    void Flush();
}
