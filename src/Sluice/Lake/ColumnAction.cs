namespace Sluice.Lake;

/// <summary>What becomes of a column that is different.</summary>
public enum ColumnAction
{
    /// <summary>The file is refused because of its columns.</summary>
    Refused,

    /// <summary>The column is not loaded.</summary>
    Ignored,

    /// <summary>The values of the column are in <c>_extra</c>.</summary>
    Kept,

    /// <summary>The column has become a column of the table.</summary>
    Added,

    /// <summary>The field has no value in the rows of the file.</summary>
    Nulled,
}
