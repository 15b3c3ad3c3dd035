using Sluice.Analytics.Queries;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Translation;

/// <summary>Translates <c>case</c>: the value of the first condition that is true, or null.</summary>
internal static class CaseTranslator
{
    /// <summary>Creates the choice.</summary>
    /// <param name="arguments">Conditions and values by turns.</param>
    /// <exception cref="QueryRefusedException">The values have different types.</exception>
    public static QueryExpression Create(IReadOnlyList<QueryExpression> arguments)
    {
        var conditions = arguments.Where((_, i) => i % 2 == 0).ToList();
        var values = Alike([.. arguments.Where((_, i) => i % 2 == 1).Select(Numbers.Settle)]);
        var kind = values.FirstOrDefault(v => !Comparisons.IsNull(v))?.Kind ?? ColumnKind.Text;
        QueryExpression? rest = null;
        foreach (var (condition, value) in conditions.Zip(values).Reverse())
        {
            var then = Comparisons.IsNull(value) ? null : value;
            rest = then is null && rest is null ? null : CaseExpression.Create(condition, then, rest);
        }

        return rest ?? new ParameterExpression(null, kind);
    }

    /// <summary>The values in one type.</summary>
    public static IReadOnlyList<QueryExpression> Alike(IReadOnlyList<QueryExpression> values)
    {
        var known = values.Where(v => !Comparisons.IsNull(v)).ToList();
        if (known.Select(v => v.Kind).Distinct().Count() <= 1 && !known.Any(v => Functions.IsNumber(v.Kind)))
        {
            return values;
        }

        if (!known.All(v => Functions.IsNumber(v.Kind)))
        {
            throw new QueryRefusedException("Values of different types cannot take the place of one another.");
        }

        var digits = known.Where(v => v.Kind != ColumnKind.Double).Select(Digits.From)
            .Aggregate(new Digits(1, 0), Digits.Common);
        var isExact = known.All(v => Numbers.IsExact(v) && v is not EitherExpression) && digits.All <= Digits.Most;
        var kind = known.All(v => v.Kind == ColumnKind.Int64) ? ColumnKind.Int64 : ColumnKind.Decimal;
        return
        [
            .. values.Select(v => Comparisons.IsNull(v) ? v : isExact ? Numbers.Cast(v, kind, digits) : Numbers.AsDouble(v)),
        ];
    }
}
