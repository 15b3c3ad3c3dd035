using Sluice.Analytics.Model;

namespace Sluice.Analytics.Requests;

/// <summary>What an answer needs to identify and link rows of a set.</summary>
/// <param name="Set">The set.</param>
/// <param name="KeyOrdinals">The columns of its key.</param>
/// <param name="Links">The requested navigations, expanded or not.</param>
public sealed record RowEntity(EntitySet Set, IReadOnlyList<int> KeyOrdinals, IReadOnlyList<EntityNavigation> Links);
