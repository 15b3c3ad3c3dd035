using Sluice.Lake.Definition;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Access;

/// <summary>What of callers makes a difference to a lake definition.</summary>
internal sealed class AccessPlan
{
    private readonly HashSet<string> roles;

    /// <summary>Reads the roles of a lake definition.</summary>
    public AccessPlan(LakeDefinition lake)
    {
        Lake = lake;
        roles =
        [
            AppRoles.Operator, AppRoles.Auditor, AppRoles.Reader,
            .. lake.Datasets.SelectMany(d => (IEnumerable<string>)
                [.. d.Readers ?? [], .. d.RowFilters.Keys, .. d.Schema.Fields.SelectMany(f => f.Readers ?? [])]),
        ];
    }

    /// <summary>The lake definition.</summary>
    public LakeDefinition Lake { get; }

    /// <summary>The roles of a caller that make a difference, in order.</summary>
    public IEnumerable<string> RolesOf(Caller caller) => caller.Roles.Where(roles.Contains).Order(StringComparer.Ordinal);

    /// <summary>The claims of a caller that make a difference, in order; without values if the caller has none.</summary>
    public IEnumerable<(string Name, IReadOnlyList<string> Values)> ClaimsOf(Caller caller) => Lake.Datasets
        .SelectMany(d => FiltersOf(d, caller))
        .SelectMany(f => ClaimNames.Of(f))
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal)
        .Select(n => (n, caller.Claims.GetValueOrDefault(n) ?? []));

    /// <summary>Whether a caller may read a dataset.</summary>
    public static bool CanRead(Dataset dataset, Caller caller) => IsOneOf(dataset.Readers, caller);

    /// <summary>Whether a caller who may read its dataset may read a field.</summary>
    public static bool CanRead(Field field, Caller caller) => IsOneOf(field.Readers, caller);

    /// <summary>The filters of a dataset that a caller has: those of all roles of the caller; empty if the caller sees all rows.</summary>
    public static IReadOnlyList<string> FiltersOf(Dataset dataset, Caller caller) =>
        [.. dataset.RowFilters.Where(f => caller.Has(f.Key)).OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => f.Value)];

    private static bool IsOneOf(IReadOnlyList<string>? readers, Caller caller) => readers is null || readers.Any(caller.Has);
}
