namespace Sluice.Analytics.Queries;

/// <summary>A query as SQL text of one dialect, with its parameters.</summary>
/// <param name="Sql">The text. It contains nothing from a request.</param>
/// <param name="Parameters">The parameters, numbered from 1.</param>
public sealed record QueryText(string Sql, IReadOnlyList<ParameterExpression> Parameters)
{
    /// <summary>The tables that it reads.</summary>
    public IReadOnlySet<Table> Tables { get; init; } = new HashSet<Table>();
}
