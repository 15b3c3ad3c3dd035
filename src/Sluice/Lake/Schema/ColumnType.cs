namespace Sluice.Lake.Schema;

/// <summary>The column that holds a field's values, the same in every warehouse.</summary>
/// <param name="Kind">How values are held.</param>
/// <param name="Precision">Decimal only: all digits, 1 to 38.</param>
/// <param name="Scale">Decimal only: digits after the decimal point, 0 to <paramref name="Precision"/>.</param>
/// <param name="MaxLength">Text only: the longest value in UTF-16 code units, or <see langword="null"/> for no limit.</param>
public readonly record struct ColumnType(ColumnKind Kind, byte Precision = 0, byte Scale = 0, int? MaxLength = null)
{
    /// <summary>The column of a <c>number</c> whose field says nothing else: <c>decimal(38,10)</c>.</summary>
    public static ColumnType DefaultDecimal { get; } = new(ColumnKind.Decimal, 38, 10);
}
