using Sluice.Ledger;

namespace Sluice.Hosting.Triggers;

/// <summary>A load failed for a reason outside its file and should be tried again.</summary>
internal sealed class LoadFailedException : LoggedException
{
    private LoadFailedException(Load load)
        : base($"{load.File}: load {load.Id} failed; the log says why.") => Load = load;

    /// <summary>The load that failed.</summary>
    public Load Load { get; }

    /// <summary>
    /// Throws if the state of a load is <see cref="LoadState.Failed"/>. A refused file, a busy file and a file that has changed since are
    /// not failures.
    /// </summary>
    public static void ThrowIfFailed(Load load)
    {
        if (load.State == LoadState.Failed)
        {
            throw new LoadFailedException(load);
        }
    }
}
