using Sluice.Ledger;

namespace Sluice.Hosting.Triggers;

/// <summary>A load failed for a reason outside of its file, and should be tried again.</summary>
public sealed class LoadFailedException : LoggedException
{
    private LoadFailedException(Load load)
        : base($"{load.File}: load {load.Id} failed; the log says why.") => Load = load;

    /// <summary>The load.</summary>
    public Load Load { get; }

    /// <summary>Throws if a load failed. A file at fault, a file that another load is at work on, and a file that is newer now are no failures.</summary>
    public static void ThrowIfFailed(Load load)
    {
        if (load.State == LoadState.Failed)
        {
            throw new LoadFailedException(load);
        }
    }
}
