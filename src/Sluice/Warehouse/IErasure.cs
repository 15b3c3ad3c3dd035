using Sluice.Lake.Definition;
using Sluice.Ledger;

namespace Sluice.Warehouse;

/// <summary>
/// Erases rows and rejects, and remembers the keys that are erased. Each member is one or more short transactions, waits for loads that are
/// in its way, and can be repeated. The counts of an operation grow in the transaction that erases.
/// </summary>
public interface IErasure
{
    /// <summary>Adds tombstones, except those whose dataset, hash and root the ledger has already.</summary>
    Task AddTombstonesAsync(IReadOnlyCollection<Tombstone> tombstones, CancellationToken cancellationToken);

    /// <summary>Reads the tombstones after an id, in the order of ids. No tombstone with a smaller id appears later.</summary>
    /// <param name="after">The id; 0 for all.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    Task<IReadOnlyList<Tombstone>> ReadTombstonesAsync(long after, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the values that fields have in the rows of a dataset, also in rows that a merge keeps aside. The same values are read at least
    /// once. Rows without a value in one of the fields are left out.
    /// </summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="fields">The names of the fields.</param>
    /// <param name="where">Only rows with these values of other fields, or <see langword="null"/> for all rows.</param>
    /// <param name="onValues">Receives the values, in the order of the fields: <see cref="string"/>, <see cref="long"/>,
    /// <see cref="decimal"/>, <see cref="double"/>, <see cref="bool"/>, <see cref="DateOnly"/>, <see cref="TimeOnly"/> or
    /// <see cref="DateTime"/>, according to the kinds of the columns. The list is used again for the next row.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    Task ReadValuesAsync(
        Dataset dataset, IReadOnlyList<string> fields, FieldValues? where, Action<IReadOnlyList<object>> onValues,
        CancellationToken cancellationToken);

    /// <summary>Deletes the rows that have these values, also those that a merge keeps aside.</summary>
    /// <param name="operation">The id of the operation, whose <see cref="Operation.Rows"/> grow by the number of deleted rows.</param>
    /// <param name="dataset">The dataset.</param>
    /// <param name="values">The fields and their values.</param>
    /// <param name="cancellationToken">Cancels the work. What was deleted stays deleted.</param>
    /// <returns>How many rows of the table were deleted. Rows that were kept aside are not counted.</returns>
    Task<long> EraseRowsAsync(long operation, Dataset dataset, FieldValues values, CancellationToken cancellationToken);

    /// <summary>Deletes the rejects of rows of a file.</summary>
    /// <param name="operation">The id of the operation, whose <see cref="Operation.Rejected"/> grow by the number of those rows.</param>
    /// <param name="file">The file's path, container first. The caller must hold its lock.</param>
    /// <param name="rows">The numbers of the rows; those without rejects are ignored.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The ids of the loads that had rejected them, each once.</returns>
    Task<IReadOnlyList<long>> EraseRejectsAsync(
        long operation, string file, IReadOnlyCollection<long> rows, CancellationToken cancellationToken);

    /// <summary>Records which records of a file have an erased key, in place of what the operation had recorded of that file.</summary>
    /// <param name="operation">The id of the operation.</param>
    /// <param name="file">The file's path, container first.</param>
    /// <param name="remains">The records, in the order of the file.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    Task RecordRemainsAsync(long operation, string file, IReadOnlyCollection<Remain> remains, CancellationToken cancellationToken);

    /// <summary>The records that an operation has recorded, by file and row.</summary>
    /// <param name="operation">The id of the operation.</param>
    /// <param name="top">The most records.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    Task<IReadOnlyList<Remain>> ReadRemainsAsync(long operation, int top, CancellationToken cancellationToken);
}
