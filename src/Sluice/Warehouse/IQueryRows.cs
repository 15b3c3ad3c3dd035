using System.Data.Common;

namespace Sluice.Warehouse;

/// <summary>The rows of a query, one at a time, forward only.</summary>
public interface IQueryRows : IAsyncDisposable
{
    /// <summary>
    /// The current row, for its typed getters: <see cref="string"/>, <see cref="long"/>, <see cref="decimal"/>, <see cref="double"/>,
    /// <see cref="bool"/>, <see cref="DateTime"/> and, by <see cref="DbDataReader.GetFieldValue{T}"/>, <see cref="DateOnly"/> and
    /// <see cref="TimeOnly"/>, according to the kinds of the columns.
    /// </summary>
    DbDataReader Row { get; }

    /// <summary>Moves to the next row.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="QueryValueException">A value that the query calculates is out of range.</exception>
    /// <exception cref="QueryMemoryException">The query needs too much memory.</exception>
    /// <exception cref="OperationCanceledException">The query's token was cancelled.</exception>
    ValueTask<bool> ReadAsync();
}
