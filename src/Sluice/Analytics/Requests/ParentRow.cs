using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;

namespace Sluice.Analytics.Requests;

/// <summary>A row that the requested rows are related to, as in <c>owners(1)/items</c>.</summary>
/// <param name="Set">Its set.</param>
/// <param name="Key">The values of its key, in order.</param>
/// <param name="Navigation">The navigation from it to the requested rows.</param>
public sealed record ParentRow(EntitySet Set, IReadOnlyList<ParameterExpression> Key, EntityNavigation Navigation);
