namespace Sluice.IntegrationTests.Faults;

/// <summary>Numbers the calls to the storage and the warehouse, and lets chosen ones fail.</summary>
internal sealed class FaultPoints
{
    private Fault? fault;
    private int first;
    private bool isLasting;
    private string? name;
    private int calls;

    /// <summary>How many calls there were since the last <see cref="Arm"/>.</summary>
    public int Calls => Volatile.Read(ref calls);

    /// <summary>Whether a call has failed since then.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Lets a call fail, counted from here.</summary>
    /// <param name="chosen">How it fails.</param>
    /// <param name="call">Which one, from 1.</param>
    /// <param name="lasting">Whether all later ones fail too.</param>
    /// <param name="only">Count only calls of this name; <see langword="null"/> for all.</param>
    public void Arm(Fault chosen, int call, bool lasting = false, string? only = null)
    {
        (fault, first, isLasting, name, HasFailed) = (chosen, call, lasting, only, false);
        Volatile.Write(ref calls, 0);
    }

    /// <summary>From here on, no call fails.</summary>
    public void Disarm() => fault = null;

    /// <summary>Makes a call, which may fail.</summary>
    /// <param name="called">Its name.</param>
    /// <param name="isStorage">Whether it is one to the storage.</param>
    /// <param name="call">The call.</param>
    public async Task<T> RunAsync<T>(string called, bool isStorage, Func<Task<T>> call)
    {
        var chosen = Next(called);
        var exception = chosen is null || chosen == Fault.CutShort ? null : chosen.Of(called, isStorage);
        if (exception is not null && !chosen!.IsAfter)
        {
            throw exception;
        }

        var result = await call();
        if (exception is not null)
        {
            // The other side ends what nobody holds.
            if (result is IAsyncDisposable and not Stream)
            {
                await ((IAsyncDisposable)result).DisposeAsync();
            }

            throw exception;
        }

        return result;
    }

    /// <summary>Whether the next read of a file ends too early.</summary>
    public bool IsCutShort()
    {
        if (fault != Fault.CutShort)
        {
            return false;
        }

        return Next("cut") is not null;
    }

    private Fault? Next(string called)
    {
        // A cut counts the reads of bytes, and the other faults all calls.
        if ((name is not null && name != called) || (fault == Fault.CutShort) != (called == "cut"))
        {
            return null;
        }

        var number = Interlocked.Increment(ref calls);
        if (fault is null || (isLasting ? number < first : number != first))
        {
            return null;
        }

        HasFailed = true;
        return fault;
    }
}
