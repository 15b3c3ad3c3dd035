using Sluice.Analytics.Queries;

namespace Sluice.Analytics.Translation;

/// <summary>What the names in an expression mean.</summary>
internal interface IPropertyScope
{
    /// <summary>The row of an entity set that the rows still are; refused if they are groups.</summary>
    /// <exception cref="QueryRefusedException">They are not.</exception>
    RowScope Row { get; }

    /// <summary>The property at a path.</summary>
    /// <exception cref="QueryRefusedException">There is none.</exception>
    QueryExpression Property(IReadOnlyList<string> path);

    /// <summary>An alias that no other relation of the query has.</summary>
    string NewAlias();
}
