using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;

namespace Sluice.Analytics.Requests;

/// <summary>A row that others are related to, as in <c>owners(1)/items</c>.</summary>
/// <param name="Set">Its set.</param>
/// <param name="Key">The values of its key, in the order of the key.</param>
/// <param name="Navigation">How the others are related to it.</param>
public sealed record ParentRow(EntitySet Set, IReadOnlyList<ParameterExpression> Key, EntityNavigation Navigation);
