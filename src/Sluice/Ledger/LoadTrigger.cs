namespace Sluice.Ledger;

/// <summary>What asked for a load.</summary>
public enum LoadTrigger
{
    /// <summary>The upload of the file.</summary>
    Blob,

    /// <summary>The hourly pass, or one asked for.</summary>
    Sweep,

    /// <summary>A request over HTTP.</summary>
    Http,

    /// <summary>A command of a person.</summary>
    Command,
}
