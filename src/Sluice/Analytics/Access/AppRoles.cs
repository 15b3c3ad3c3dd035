namespace Sluice.Analytics.Access;

/// <summary>The roles of the app, as tokens have them.</summary>
public static class AppRoles
{
    /// <summary>May read what the lake definition lets the caller see.</summary>
    public const string Reader = "Reader";

    /// <summary>May also run the pipeline: loads, sweeps, uploads, erasures, reports.</summary>
    public const string Operator = "Operator";

    /// <summary>May read who did what.</summary>
    public const string Auditor = "Auditor";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Reader, Operator, Auditor];
}
