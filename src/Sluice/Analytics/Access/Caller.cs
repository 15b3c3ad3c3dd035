namespace Sluice.Analytics.Access;

/// <summary>Who asks: a person or an app that has signed in.</summary>
/// <param name="Id">What identifies the caller for ever, such as the object id in Microsoft Entra.</param>
/// <param name="Name">The name of the caller for people.</param>
/// <param name="Roles">The roles of the caller: app roles (<see cref="AppRoles"/>) and those of the lake definition.</param>
/// <param name="Claims">The values of the other claims of the caller, by name.</param>
public sealed record Caller(
    string Id, string Name, IReadOnlySet<string> Roles, IReadOnlyDictionary<string, IReadOnlyList<string>> Claims)
{
    /// <summary>The owner of the app, who sees everything.</summary>
    public static Caller Owner { get; } = new(
        "owner", "owner", AppRoles.All.ToHashSet(StringComparer.Ordinal), new Dictionary<string, IReadOnlyList<string>>());

    /// <summary>Whether the caller has a role.</summary>
    public bool Has(string role) => Roles.Contains(role);

    /// <summary>Only the id, because claims are personal data.</summary>
    public override string ToString() => Id;
}
