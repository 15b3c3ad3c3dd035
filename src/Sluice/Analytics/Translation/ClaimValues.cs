using System.Globalization;
using Microsoft.OData.UriParser;
using Sluice.Analytics.Queries;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Translation;

/// <summary>
/// The claims of a filter of rows. The parser sees only an alias for each, so what a caller's token says never becomes text of a query.
/// </summary>
/// <param name="values">Returns the values of an alias, as the token has them; at least one.</param>
internal sealed class ClaimValues(Func<string, IReadOnlyList<string>> values)
{
    private static readonly string[] OfTexts = ["contains", "startswith", "endswith"];

    /// <summary>The name of the alias of a node, or <see langword="null"/> if it is none.</summary>
    public static string? AliasOf(QueryNode node) => node switch
    {
        ParameterAliasNode alias => alias.Alias,
        ConvertNode { Source: ParameterAliasNode alias } => alias.Alias,
        _ => null,
    };

    /// <summary>
    /// Compares with a claim: equal means equal to one of its values, and not equal means equal to none. Other comparisons need a claim
    /// with one value.
    /// </summary>
    /// <exception cref="QueryRefusedException">The comparison needs something else.</exception>
    /// <exception cref="FormatException">The claim has no value of the type that it is compared with.</exception>
    public QueryExpression Compare(ComparisonOperator comparison, QueryExpression value, string alias)
    {
        if (value is ParameterExpression)
        {
            throw new QueryRefusedException("A claim is compared with a property of the rows.");
        }

        var all = values(alias).Select(v => Read(v, value.Kind)).ToList();
        return comparison switch
        {
            ComparisonOperator.Equal => Comparisons.In(value, all),
            ComparisonOperator.NotEqual => Comparisons.IsNotTrue(Comparisons.In(value, all)),
            _ => Comparisons.Create(comparison, value, Only(all)),
        };
    }

    /// <summary>A claim as an argument of a function.</summary>
    /// <exception cref="QueryRefusedException">The function does not take one.</exception>
    /// <exception cref="FormatException">The claim has several values.</exception>
    public ParameterExpression Argument(string function, string alias) => OfTexts.Contains(function)
        ? Only([.. values(alias).Select(v => Read(v, ColumnKind.Text))])
        : throw new QueryRefusedException($"A claim can be compared, or be an argument of {string.Join(", ", OfTexts)}.");

    private static ParameterExpression Only(List<ParameterExpression> values) =>
        values.Count == 1 ? values[0] : throw new FormatException("The claim has several values.");

    private static ParameterExpression Read(string text, ColumnKind kind)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        var culture = CultureInfo.InvariantCulture;
        object? value = kind switch
        {
            ColumnKind.Text => text,
            ColumnKind.Int64 or ColumnKind.Decimal or ColumnKind.Double => ExactNumber.TryParse(text, out _) ? text : null,
            ColumnKind.Boolean => bool.TryParse(text, out var flag) ? flag : null,
            ColumnKind.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", culture, DateTimeStyles.None, out var date) ? date : null,
            ColumnKind.Time => TimeOnly.TryParse(text, culture, out var time) ? time : null,
            ColumnKind.Timestamp => DateTime.TryParse(text, culture, Utc, out var time) ? time : null,
            _ => null,
        };
        return value is null ? throw new FormatException("The claim is no value of this type.")
            : kind is ColumnKind.Int64 or ColumnKind.Decimal or ColumnKind.Double ? Literals.Number(text)
            : new ParameterExpression(value, kind);
    }
}
