namespace Sluice.IntegrationTests.SqlServer;

/// <summary>A database that tests share one after the other. The first test that needs it creates it.</summary>
public sealed class SharedDatabase : IAsyncDisposable
{
    private TestDatabase? database;

    /// <summary>The empty database. Skips the test if there is no server.</summary>
    internal async Task<TestDatabase> EmptiedAsync()
    {
        if (database is null)
        {
            database = await TestDatabase.CreateAsync();
        }
        else
        {
            await database.EmptyAsync();
        }

        return database;
    }

    /// <summary>Gives the next test a new one.</summary>
    internal async Task RenewAsync()
    {
        if (Interlocked.Exchange(ref database, null) is { } used)
        {
            await used.DisposeAsync();
        }
    }

    public ValueTask DisposeAsync() => database?.DisposeAsync() ?? ValueTask.CompletedTask;
}
