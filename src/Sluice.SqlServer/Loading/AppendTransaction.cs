using Microsoft.Data.SqlClient;
using Sluice.Ledger;
using Sluice.SqlServer.Connections;
using Sluice.SqlServer.Ledger;
using Sluice.SqlServer.Locks;
using Sluice.SqlServer.Schema;
using Sluice.Warehouse;

namespace Sluice.SqlServer.Loading;

/// <summary>
/// One commit of a load of an <c>append</c> dataset. Rows go straight into the table, in a transaction that is open from the start.
/// </summary>
internal sealed class AppendTransaction : LoadTransaction
{
    private AppendTransaction(Database database, NamedLocks locks, LoadTarget target, Session session, DatasetTable table)
        : base(database, locks, target, session, table)
    {
    }

    /// <summary>Opens the transaction of a commit. Takes ownership of the session.</summary>
    public static async Task<AppendTransaction> BeginAsync(
        Database database, NamedLocks locks, LoadTarget target, Session session, DatasetTable table, CancellationToken cancellationToken)
    {
        var transaction = new AppendTransaction(database, locks, target, session, table);
        try
        {
            await transaction.GuardAsync(() => session.BeginAsync(cancellationToken), cancellationToken);
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public override Task RemoveAsync(long fromRow, CancellationToken cancellationToken) => GuardAsync(
        async () =>
        {
            // The ledger says whether rows follow the checkpoint; only a last record without a line break does. So a file that grew by
            // whole lines needs no scan of the table, which may have no index.
            if (Target.File is { Checkpoint: { } checkpoint } file)
            {
                if (fromRow > checkpoint.Position.Records
                    && file.Rows + file.Rejected + file.Erased <= checkpoint.Position.Records)
                {
                    return;
                }

                await Session.ExecuteAsync(MergeStatements.DeleteRows(Table.Name), cancellationToken, ("file", file.Id), ("row", fromRow));
            }

            await RemoveRejectsAsync(Session, fromRow, cancellationToken);
        },
        cancellationToken);

    /// <inheritdoc/>
    public override Task SupersedeAsync(CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"Dataset {Target.Dataset.Name} is not merged.");

    /// <inheritdoc/>
    protected override Task<(string Table, SqlBulkCopyOptions Options)> RowsTargetAsync(CancellationToken cancellationToken) =>
        Task.FromResult((Table.Name, SqlBulkCopyOptions.Default));

    /// <inheritdoc/>
    protected override Task<string> RejectsTargetAsync(CancellationToken cancellationToken) => Task.FromResult("sluice.reject");

    /// <inheritdoc/>
    protected override async Task CommitFlushedAsync(LoadProgress progress, CancellationToken cancellationToken)
    {
        await GuardAsync(() => SqlServerLedger.CommitAsync(Session, Token, Target, progress, cancellationToken), cancellationToken);
        try
        {
            await Session.CommitAsync();
        }
        catch (Exception exception) when (exception is SqlException || TransientErrors.Is(exception, Session.Connection))
        {
            // The answer is lost. Only the ledger says whether the commit was made.
            if (!await Database.RunAsync(
                (session, token) => SqlServerLedger.WasCommittedAsync(session, Target.LoadId, Token, token), CancellationToken.None))
            {
                throw Failure(exception, isTransient: true);
            }
        }
    }
}
