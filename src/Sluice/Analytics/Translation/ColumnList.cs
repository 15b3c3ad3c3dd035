using System.Globalization;
using Sluice.Analytics.Queries;
using Sluice.Analytics.Requests;
using Sluice.Lake;

namespace Sluice.Analytics.Translation;

/// <summary>The columns of a select that is being made, each of which is there once.</summary>
internal sealed class ColumnList
{
    // System.Decimal has this many digits in any case.
    private const int MaxDecimalDigits = 28;

    private readonly List<Projection> columns = [];

    /// <summary>The columns.</summary>
    public IReadOnlyList<Projection> Columns => columns;

    /// <summary>Whether a value of a type comes as text, since it may have more digits than a number can.</summary>
    public static bool IsText(ColumnType type) => type.Kind switch
    {
        ColumnKind.Decimal => type.Precision is 0 or > MaxDecimalDigits,
        ColumnKind.Int64 => type.Precision > 0,
        _ => false,
    };

    /// <summary>The type of a value that is worked out.</summary>
    public static ColumnType TypeOf(QueryExpression value) =>
        new(
            value.Kind,
            value is { Kind: ColumnKind.Int64, Precision: > QueryExpression.MaxNarrow } ? (byte)value.Precision : (byte)0,
            (byte)value.Scale);

    /// <summary>The ordinal of a value, which becomes a column if it is none yet.</summary>
    public int Add(QueryExpression value, ColumnType type)
    {
        var known = columns.FindIndex(c => c.Value == value);
        if (known >= 0)
        {
            return known;
        }

        columns.Add(new Projection(value, $"c{columns.Count.ToString(CultureInfo.InvariantCulture)}", IsText(type)));
        return columns.Count - 1;
    }

    /// <summary>A property whose value is a column.</summary>
    public ResultProperty Add(RowProperty property) =>
        property.Value is EitherExpression either
            ? new(property.Path[^1], Add(either.Exact, new ColumnType(ColumnKind.Decimal)), property.Type, true)
            {
                Otherwise = Add(either.Otherwise, new ColumnType(ColumnKind.Double)),
            }
            : new(property.Path[^1], Add(property.Value, property.Type), property.Type, IsText(property.Type));

    /// <summary>The columns that a row is identified by.</summary>
    public List<int> AddKey(RowScope row) => [.. row.Set.Key.Select(k => Add(row.Property(k), k.Type))];
}
