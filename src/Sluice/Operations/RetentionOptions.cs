namespace Sluice.Operations;

/// <summary>How long the warehouse keeps what nobody needs for loading. The sweep deletes what is older.</summary>
public sealed record RetentionOptions
{
    /// <summary>How long loads and operations that have ended stay in the ledger. Setting <c>Retention__Loads</c>, in days.</summary>
    public TimeSpan Loads { get; init; } = TimeSpan.FromDays(365);

    /// <summary>
    /// How long rejects stay in the ledger: their raw text can be personal data. Setting <c>Retention__Rejects</c>, in days. The rejects
    /// files in the lake have a rule of the storage account.
    /// </summary>
    public TimeSpan Rejects { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How long the ledger says who has done what. Setting <c>Retention__Audit</c>, in days.</summary>
    public TimeSpan Audit { get; init; } = TimeSpan.FromDays(400);
}
