using Sluice.Analytics.Queries;

namespace Sluice.Analytics.Translation;

/// <summary>Resolves the names in an expression.</summary>
internal interface IPropertyScope
{
    /// <summary>The row of an entity set, while the rows are those of a set.</summary>
    /// <exception cref="QueryRefusedException">The rows are groups.</exception>
    RowScope Row { get; }

    /// <summary>The property at a path.</summary>
    /// <exception cref="QueryRefusedException">There is no such property.</exception>
    QueryExpression Property(IReadOnlyList<string> path);

    /// <summary>Creates an alias that is unique in the query.</summary>
    string NewAlias();
}
