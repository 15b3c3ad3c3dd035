using Sluice.SqlServer.Connections;

namespace Sluice.SqlServer.Locks;

/// <summary>The statements for locks owned by a session.</summary>
internal static class LockStatements
{
    /// <summary>The maximum length of a lock's name: a prefix and a hexadecimal hash.</summary>
    public const int ResourceLength = 80;

    // In milliseconds. With a timeout of 0, not every server reports that another session holds the lock.
    private const int Wait = 10;

    /// <summary>Takes a lock. The result is negative if the lock was not taken.</summary>
    /// <remarks>Tests the lock first, which costs the server less than queueing for it.</remarks>
    public static Statement Acquire() => new(
        $"""
        DECLARE @result int = -1;
        IF APPLOCK_TEST(N'public', @resource, N'Exclusive', N'Session') = 1
            EXEC @result = sp_getapplock @Resource = @resource, @LockMode = N'Exclusive', @LockOwner = N'Session', @LockTimeout = {Wait};
        SELECT @result;
        """,
        Parameter.Text("resource", ResourceLength));

    /// <summary>Takes the first free lock of several, and returns its number; -1 if all are held.</summary>
    public static Statement AcquireAny() => new(
        $"""
        DECLARE @result int = -1, @tried int = 0, @number int = @first, @resource nvarchar({ResourceLength});
        WHILE @result < 0 AND @tried < @count
        BEGIN
            SET @number = (@first + @tried) % @count;
            SET @resource = CONCAT(@prefix, @number);
            IF APPLOCK_TEST(N'public', @resource, N'Exclusive', N'Session') = 1
                EXEC @result = sp_getapplock
                    @Resource = @resource, @LockMode = N'Exclusive', @LockOwner = N'Session', @LockTimeout = {Wait};
            SET @tried = @tried + 1;
        END;
        SELECT CASE WHEN @result < 0 THEN -1 ELSE @number END;
        """,
        Parameter.Text("prefix", ResourceLength), Parameter.Number("count"), Parameter.Number("first"));

    /// <summary>The mode in which this session holds the lock: <c>Exclusive</c> if it does.</summary>
    public static Statement Mode() =>
        new("SELECT APPLOCK_MODE(N'public', @resource, N'Session');", Parameter.Text("resource", ResourceLength));

    /// <summary>Releases the lock.</summary>
    public static Statement Release() => new(
        "EXEC sp_releaseapplock @Resource = @resource, @LockOwner = N'Session';", Parameter.Text("resource", ResourceLength))
    {
        IsLivenessCheck = true,
    };
}
