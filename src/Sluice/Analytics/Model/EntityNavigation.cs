namespace Sluice.Analytics.Model;

/// <summary>A way from the rows of one entity set to those of another, made of a foreign key.</summary>
/// <param name="Name">Its name in OData.</param>
/// <param name="Target">Where it leads.</param>
/// <param name="Pairs">What must be equal: a property here, and one of the target.</param>
/// <param name="Partner">The name of the way back.</param>
/// <param name="IsCollection">Whether it leads to all rows that refer to this one; if not, to the one that this one refers to.</param>
/// <param name="IsUnique">Whether no two rows of the target can match; a collection is never unique.</param>
public sealed record EntityNavigation(
    string Name, EntitySet Target, IReadOnlyList<(EntityProperty Own, EntityProperty Other)> Pairs, string Partner, bool IsCollection,
    bool IsUnique);
