using System.Globalization;
using Sluice.Lake.Schema;

namespace Sluice.SqlServer.Schema;

/// <summary>A column of a table, existing or required.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type: <c>bigint</c>, <c>decimal(38,10)</c>, <c>nvarchar(max)</c>.</param>
/// <param name="Nullable">Whether it allows NULL.</param>
internal sealed record TableColumn(string Name, string Type, bool Nullable)
{
    /// <summary>A collation in which a character is a code point. Not every server has it.</summary>
    public const string CodePointCollation = "Latin1_General_100_CS_AS_SC";

    /// <summary>The collation of all texts, which compares by code points, as Sluice does everywhere.</summary>
    public const string Collation = "Latin1_General_100_BIN2";

    private const string TextStart = "nvarchar(";
    private const string DecimalStart = "decimal(";

    /// <summary>Whether it is a system column, not the column of a field.</summary>
    public bool IsOwn => SystemColumns.Contains(Name);

    /// <summary>Whether it holds text.</summary>
    public bool IsText => Type.StartsWith(TextStart, StringComparison.Ordinal);

    /// <summary>The column definition for CREATE TABLE.</summary>
    public string Definition => $"{Names.Quote(Name)} {(IsText ? $"{Type} COLLATE {Collation}" : Type)} {(Nullable ? "NULL" : "NOT NULL")}";

    /// <summary>Whether the column has this name, ignoring case.</summary>
    public bool Is(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The type of a field's column.</summary>
    public static string TypeOf(ColumnType type) => type.Kind switch
    {
        ColumnKind.Text => type.MaxLength is { } length and <= 4000 ? $"{TextStart}{length})" : $"{TextStart}max)",
        ColumnKind.Int64 => "bigint",
        ColumnKind.Decimal => $"{DecimalStart}{type.Precision},{type.Scale})",
        ColumnKind.Double => "float",
        ColumnKind.Boolean => "bit",
        ColumnKind.Date => "date",
        ColumnKind.Time => "time(7)",
        ColumnKind.Timestamp => "datetime2(7)",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type.Kind, "There is no such kind of column."),
    };

    /// <summary>The type of a column from the values of the catalog.</summary>
    /// <param name="name">The name of the type.</param>
    /// <param name="bytes">The maximum number of bytes, or -1.</param>
    /// <param name="precision">The number of all digits.</param>
    /// <param name="scale">The number of digits after the point.</param>
    public static string TypeOf(string name, short bytes, byte precision, byte scale) => name switch
    {
        "nvarchar" => bytes < 0 ? $"{TextStart}max)" : $"{TextStart}{bytes / 2})",
        "decimal" or "numeric" => $"{DecimalStart}{precision},{scale})",
        "time" or "datetime2" => $"{name}(7)",
        "binary" => $"binary({bytes})",
        _ => name,
    };

    /// <summary>Whether a column of this type can hold all values of another type: both texts, or both decimals.</summary>
    public bool CanHold(string other)
    {
        if (Type == other)
        {
            return true;
        }

        if (IsText && other.StartsWith(TextStart, StringComparison.Ordinal))
        {
            return Length(Type) >= Length(other);
        }

        if (!Type.StartsWith(DecimalStart, StringComparison.Ordinal) || !other.StartsWith(DecimalStart, StringComparison.Ordinal))
        {
            return false;
        }

        var (precision, scale) = Digits(Type);
        var (otherPrecision, otherScale) = Digits(other);
        return scale >= otherScale && precision - scale >= otherPrecision - otherScale;
    }

    private static int Length(string type) =>
        type[TextStart.Length..^1] is var length && length == "max" ? int.MaxValue : int.Parse(length, CultureInfo.InvariantCulture);

    private static (int Precision, int Scale) Digits(string type)
    {
        var parts = type[DecimalStart.Length..^1].Split(',');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
