using Microsoft.Data.SqlClient;
using Sluice.Lake.Definition;
using Sluice.Ledger;
using Sluice.SqlServer.Connections;
using Sluice.SqlServer.Ledger;
using Sluice.SqlServer.Locks;
using Sluice.SqlServer.Schema;
using Sluice.Warehouse;

namespace Sluice.SqlServer.Loading;

/// <summary>
/// One commit of a load whose rows replace others, in a merge or a replacement. Rows first go to the commit's own staging tables, and the
/// transaction lasts only for the commit: it must see what other loads committed before, so commits take turns. Staging tables survive an
/// interrupted commit, so the commit can be repeated.
/// </summary>
internal sealed class StagedTransaction : LoadTransaction
{
    private readonly string name;
    private readonly List<Func<Session, CancellationToken, Task>> deletions = [];
    private string? rows;
    private string? rejects;

    /// <summary>Begins a commit. Takes ownership of the session.</summary>
    public StagedTransaction(Database database, NamedLocks locks, LoadTarget target, Session session, DatasetTable table)
        : base(database, locks, target, session, table) => name = $"{PrefixOf(target.File.Id)}{target.LoadId}/{Token:N}";

    private bool IsMerged => Target.Dataset.WriteMode == WriteMode.Merge;

    /// <summary>
    /// Drops all staging tables of a file. A table that cannot be dropped does no harm; the next load of the file drops it.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="file">The id of the file. The caller holds its lock, so nothing writes to its staging tables.</param>
    public static Task DropTablesAsync(Database database, long file) => DropTablesAsync(database, $"{PrefixOf(file)}%");

    /// <inheritdoc/>
    public override Task RemoveAsync(long fromRow, CancellationToken cancellationToken) => DeleteAtCommitAsync(
        async (session, token) =>
        {
            if (Target.File.Checkpoint is not null)
            {
                await DeleteRowsAsync(session, fromRow, token);
            }

            await RemoveRejectsAsync(session, fromRow, token);
        });

    /// <inheritdoc/>
    public override Task SupersedeAsync(CancellationToken cancellationToken) => DeleteAtCommitAsync(
        async (session, token) =>
        {
            await DeleteRowsAsync(session, Target.File.Checkpoint is { } checkpoint ? checkpoint.Position.Records + 1 : 0, token);
            await session.ExecuteAsync(MergeStatements.SupersedeRows(Table), token, ("file", Target.File.Id));
            await RemoveRejectsAsync(session, 1, token);
        });

    /// <inheritdoc/>
    protected override async Task<(string Table, SqlBulkCopyOptions Options)> RowsTargetAsync(CancellationToken cancellationToken)
    {
        if (rows is null)
        {
            var table = $"sluice.{Names.Quote(name)}";
            await Session.ExecuteAsync(MergeStatements.CreateStaging(new DatasetTable(Target.Dataset), table), cancellationToken);
            rows = table;
        }

        return (rows, SqlBulkCopyOptions.TableLock);
    }

    /// <inheritdoc/>
    protected override async Task<string> RejectsTargetAsync(CancellationToken cancellationToken)
    {
        if (rejects is null)
        {
            var table = $"sluice.{Names.Quote($"{name}/rejects")}";
            await Session.ExecuteAsync(MergeStatements.CreateRejectStaging(table), cancellationToken);
            rejects = table;
        }

        return rejects;
    }

    /// <inheritdoc/>
    protected override async Task CommitFlushedAsync(LoadProgress progress, CancellationToken cancellationToken)
    {
        var attempts = 0;
        await Database.TransactAsync(
            async (session, token) =>
            {
                if (attempts++ > 0 && await SqlServerLedger.WasCommittedAsync(session, Target.LoadId, Token, token))
                {
                    return true;
                }

                await session.ExecuteAsync(LedgerStatements.LockDataset(), token, ("dataset", Target.Dataset.Name));
                foreach (var action in deletions)
                {
                    await action(session, token);
                }

                await MoveRowsAsync(session, progress, token);
                if (rejects is not null)
                {
                    await session.ExecuteAsync(MergeStatements.MoveRejects(rejects), token);
                }

                await SqlServerLedger.CommitAsync(session, Token, Target, progress, token);
                if (progress.State == LoadState.Removed && Target.Dataset.WriteMode == WriteMode.Replace)
                {
                    await session.ExecuteAsync(
                        LedgerStatements.ReloadNewest(), token,
                        ("dataset", Target.Dataset.Name), ("file_id", Target.File.Id), ("last_modified", Target.Version.LastModified));
                }

                return true;
            },
            cancellationToken,
            Failure);
    }

    /// <inheritdoc/>
    protected override async ValueTask CleanUpAsync()
    {
        if (rows is not null || rejects is not null)
        {
            await DropTablesAsync(Database, $"{name}%");
        }
    }

    /// <summary>The common prefix of the names of a file's staging tables.</summary>
    private static string PrefixOf(long file) => $"staged/{file}/";

    private static async Task DropTablesAsync(Database database, string pattern)
    {
        try
        {
            await database.RunAsync(
                async (session, token) =>
                {
                    await session.ExecuteAsync(MergeStatements.SetLockTimeout(), token);
                    var tables = await session.ReadAsync(MergeStatements.Staged(), r => r.GetString(0), token, ("pattern", pattern));
                    foreach (var table in tables)
                    {
                        await session.ExecuteAsync(TableStatements.Drop($"sluice.{Names.Quote(table)}"), token);
                    }

                    return true;
                },
                CancellationToken.None);
        }
        catch (WarehouseUnavailableException)
        {
            // Dropping is optional, and other work reports the same error.
        }
    }

    private Task DeleteAtCommitAsync(Func<Session, CancellationToken, Task> action)
    {
        deletions.Add(action);
        return Task.CompletedTask;
    }

    private async Task DeleteRowsAsync(Session session, long fromRow, CancellationToken cancellationToken)
    {
        if (!IsMerged)
        {
            await session.ExecuteAsync(
                MergeStatements.DeleteRows(Table.Name), cancellationToken, ("file", Target.File.Id), ("row", fromRow));
            return;
        }

        await session.ExecuteAsync(MergeStatements.DeleteRows(Table.Aside), cancellationToken, ("file", Target.File.Id), ("row", fromRow));
        var statement = await IsTrueAsync(session, TableStatements.HasRows(Table.Aside), cancellationToken)
            ? MergeStatements.DeleteAndRestore(Table)
            : MergeStatements.DeleteRows(Table.Name);
        await session.ExecuteAsync(statement, cancellationToken, ("file", Target.File.Id), ("row", fromRow));
    }

    /// <summary>Moves the staged rows into the table by the dataset's write mode.</summary>
    private async Task MoveRowsAsync(Session session, LoadProgress progress, CancellationToken cancellationToken)
    {
        if (progress.Checkpoint is not { } checkpoint)
        {
            return;
        }

        if (IsMerged)
        {
            if (rows is not null)
            {
                await MergeAsync(session, rows, checkpoint.Position.Records, cancellationToken);
            }

            return;
        }

        // Of files with the same time, the one with the later path is the newest.
        var newer = await session.ReadOneAsync<long>(
            LedgerStatements.NewerFiles(), cancellationToken,
            ("dataset", Target.Dataset.Name), ("file_id", Target.File.Id),
            ("last_modified", Target.Version.LastModified), ("file", Target.Version.Path));
        if (newer == 0)
        {
            await session.ExecuteAsync(MergeStatements.DeleteOtherFiles(Table), cancellationToken, ("file", Target.File.Id));
            if (rows is not null)
            {
                await session.ExecuteAsync(MergeStatements.Insert(Table, rows), cancellationToken);
            }
        }
    }

    private async Task MergeAsync(Session session, string staged, long complete, CancellationToken cancellationToken)
    {
        await UpsertAsync(session, MergeStatements.Upsert(Table, staged), complete, cancellationToken);
        if (await IsTrueAsync(session, TableStatements.HasRows(Table.Aside), cancellationToken))
        {
            await session.ExecuteAsync(
                MergeStatements.ForgetOlder(Table, staged), cancellationToken,
                ("rows", complete), ("modified", Target.Version.LastModified), ("path", Target.Version.Path));
        }

        if (await session.ReadOneAsync<int>(MergeStatements.HasProvisional(staged), cancellationToken, ("rows", complete)) == 1)
        {
            await UpsertAsync(session, MergeStatements.UpsertProvisional(Table, staged), complete, cancellationToken);
        }
    }

    private async Task UpsertAsync(Session session, IReadOnlyList<Statement> statements, long complete, CancellationToken cancellationToken)
    {
        (string Name, object? Value)[] values =
            [("rows", complete), ("file", Target.File.Id), ("modified", Target.Version.LastModified), ("path", Target.Version.Path)];
        foreach (var statement in statements)
        {
            await session.ExecuteAsync(statement, cancellationToken, values);
        }
    }

    private static async Task<bool> IsTrueAsync(Session session, Statement statement, CancellationToken cancellationToken) =>
        await session.ReadOneAsync<int>(statement, cancellationToken) == 1;
}
