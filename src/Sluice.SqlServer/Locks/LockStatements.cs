using Sluice.SqlServer.Connections;

namespace Sluice.SqlServer.Locks;

/// <summary>The statements of locks that a session holds.</summary>
internal static class LockStatements
{
    /// <summary>The longest name of a lock: a hash in hexadecimal after a word.</summary>
    public const int ResourceLength = 80;

    // Milliseconds. Asked for without any wait, not every server says whether another holds it.
    private const int Wait = 10;

    /// <summary>Takes a lock: not negative if it did.</summary>
    /// <remarks>
    /// Who holds it is asked first: it costs the server less than to queue for it.
    /// </remarks>
    public static Statement Acquire() => new(
        $"""
        DECLARE @result int = -1;
        IF APPLOCK_TEST(N'public', @resource, N'Exclusive', N'Session') = 1
            EXEC @result = sp_getapplock @Resource = @resource, @LockMode = N'Exclusive', @LockOwner = N'Session', @LockTimeout = {Wait};
        SELECT @result;
        """,
        Parameter.Text("resource", ResourceLength));

    /// <summary>Whether this session holds it: <c>Exclusive</c> if so.</summary>
    public static Statement Mode() => new("SELECT APPLOCK_MODE(N'public', @resource, N'Session');", Parameter.Text("resource", ResourceLength));

    /// <summary>Gives it back.</summary>
    public static Statement Release() => new(
        "EXEC sp_releaseapplock @Resource = @resource, @LockOwner = N'Session';", Parameter.Text("resource", ResourceLength))
    {
        IsGlance = true,
    };
}
