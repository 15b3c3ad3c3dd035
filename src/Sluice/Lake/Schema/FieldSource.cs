namespace Sluice.Lake.Schema;

/// <summary>Where the values of a field come from: <c>sluice:from</c>.</summary>
public enum FieldSource
{
    /// <summary>A column of the file. Each row has its own value.</summary>
    Column,

    /// <summary>The placeholder of the field's name in the path of its dataset (<c>{day}</c>).</summary>
    Path,

    /// <summary>The name of the file without its folders.</summary>
    FileName,

    /// <summary>The time in UTC at which the version was written that the row was read from.</summary>
    FileLastModified,

    /// <summary>All columns of the file that are no fields, together: the column <c>_extra</c>.</summary>
    Extra,
}
