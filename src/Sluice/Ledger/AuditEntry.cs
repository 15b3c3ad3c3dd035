namespace Sluice.Ledger;

/// <summary>
/// A request that has changed something or has taken all rows of an answer: one row of <c>sluice.audit</c>. It has no value of a row or of
/// a request.
/// </summary>
/// <param name="AnsweredAt">When it was answered.</param>
/// <param name="Caller">The id of the caller.</param>
/// <param name="Name">The name of the caller.</param>
/// <param name="Roles">The roles of the caller, with commas between.</param>
/// <param name="Action">The name of the function, such as <c>Erasures</c>.</param>
/// <param name="Dataset">The dataset or the set that it is about, or <see langword="null"/>.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="Rows">How many rows the answer has, or <see langword="null"/> if it has none.</param>
public sealed record AuditEntry(
    DateTimeOffset AnsweredAt, string Caller, string Name, string Roles, string Action, string? Dataset, int Status, long? Rows)
{
    /// <summary>The greatest length of an id.</summary>
    public const int MostCaller = 128;

    /// <summary>The greatest length of a name.</summary>
    public const int MostName = 256;

    /// <summary>The greatest length of the roles.</summary>
    public const int MostRoles = 1024;
}
