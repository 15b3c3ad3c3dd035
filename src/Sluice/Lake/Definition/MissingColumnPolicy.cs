namespace Sluice.Lake.Definition;

/// <summary>
/// What becomes of a file that has no column for a field of the schema: <c>sluice:onMissingColumn</c>. If the values of the field are
/// required, the file is refused in any case.
/// </summary>
public enum MissingColumnPolicy
{
    /// <summary>The file is refused.</summary>
    Refuse,

    /// <summary>The field has no value in the rows of the file.</summary>
    Null,
}
