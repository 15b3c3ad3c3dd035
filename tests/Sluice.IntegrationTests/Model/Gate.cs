namespace Sluice.IntegrationTests.Model;

/// <summary>What loads wait for, with a file open, before they read on.</summary>
/// <param name="reached">Called when the first load waits.</param>
internal sealed class Gate(Action reached)
{
    private readonly TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int waiting;

    /// <summary>Ends when it is open.</summary>
    public Task Pass()
    {
        if (Interlocked.Increment(ref waiting) == 1)
        {
            reached();
        }

        return open.Task;
    }

    /// <summary>Opens it.</summary>
    public void Open() => open.TrySetResult();
}
