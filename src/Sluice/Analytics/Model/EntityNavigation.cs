namespace Sluice.Analytics.Model;

/// <summary>A navigation from the rows of one entity set to those of another, along a foreign key.</summary>
/// <param name="Name">Its name in OData.</param>
/// <param name="Target">The set that it leads to.</param>
/// <param name="Pairs">The properties that must be equal: one of this set, and one of the target.</param>
/// <param name="Partner">The name of the navigation in the opposite direction.</param>
/// <param name="IsCollection">Whether it leads to all rows that refer to this one; otherwise to the row that this one refers to.</param>
/// <param name="IsUnique">Whether at most one row of the target can match; never true for a collection.</param>
public sealed record EntityNavigation(
    string Name, EntitySet Target, IReadOnlyList<(EntityProperty Own, EntityProperty Other)> Pairs, string Partner, bool IsCollection,
    bool IsUnique);
