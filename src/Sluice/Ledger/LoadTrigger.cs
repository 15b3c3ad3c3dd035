namespace Sluice.Ledger;

/// <summary>What started a load.</summary>
public enum LoadTrigger
{
    /// <summary>The upload of the file, or its renaming.</summary>
    Blob,

    /// <summary>A sweep, scheduled or requested.</summary>
    Sweep,

    /// <summary>A request over HTTP.</summary>
    Http,

    /// <summary>A command on the command line.</summary>
    Command,
}
