using Sluice.Analytics.Model;

namespace Sluice.Analytics.Requests;

/// <summary>What rows of a set tell of themselves beside their properties.</summary>
/// <param name="Set">The set.</param>
/// <param name="KeyOrdinals">The columns that its key is read from.</param>
/// <param name="Links">The navigations that are asked for, with or without the rows that they lead to.</param>
public sealed record RowEntity(EntitySet Set, IReadOnlyList<int> KeyOrdinals, IReadOnlyList<EntityNavigation> Links);
