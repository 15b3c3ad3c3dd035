using System.Globalization;
using Sluice.Analytics.Queries;
using Sluice.Analytics.Requests;
using Sluice.Lake.Schema;

namespace Sluice.Analytics.Translation;

/// <summary>Collects the columns of a select, each once.</summary>
internal sealed class ColumnList
{
    // System.Decimal holds any number of this many digits.
    private const int MaxDecimalDigits = 28;

    private readonly List<Projection> columns = [];

    /// <summary>The columns.</summary>
    public IReadOnlyList<Projection> Columns => columns;

    /// <summary>Whether values of a type are read as text, because they may have more digits than .NET's numeric types hold.</summary>
    public static bool IsText(ColumnType type) => type.Kind switch
    {
        ColumnKind.Decimal => type.Precision is 0 or > MaxDecimalDigits,
        ColumnKind.Int64 => type.Precision > 0,
        _ => false,
    };

    /// <summary>The type of a calculated value.</summary>
    public static ColumnType TypeOf(QueryExpression value) =>
        new(
            value.Kind,
            value is { Kind: ColumnKind.Int64, Precision: > QueryExpression.MaxNarrow } ? (byte)value.Precision : (byte)0,
            (byte)value.Scale);

    /// <summary>The ordinal of a value's column, which is added if there is none.</summary>
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

    /// <summary>Adds the columns of a property.</summary>
    public ResultProperty Add(RowProperty property) =>
        property.Value is EitherExpression either
            ? new(property.Path[^1], Add(either.Exact, new ColumnType(ColumnKind.Decimal)), property.Type, true)
            {
                Otherwise = Add(either.Otherwise, new ColumnType(ColumnKind.Double)),
            }
            : new(property.Path[^1], Add(property.Value, property.Type), property.Type, IsText(property.Type));

    /// <summary>Adds the key columns of a row.</summary>
    public List<int> AddKey(RowScope row) => [.. row.Set.Key.Select(k => Add(row.Property(k), k.Type))];
}
