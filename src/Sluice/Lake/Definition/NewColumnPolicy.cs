namespace Sluice.Lake.Definition;

/// <summary>What becomes of a file's columns that are no fields of the schema: <c>sluice:onNewColumn</c>.</summary>
public enum NewColumnPolicy
{
    /// <summary>The file is refused.</summary>
    Refuse,

    /// <summary>They are not loaded.</summary>
    Ignore,

    /// <summary>Their values are kept as JSON, in the table's column <c>_extra</c>.</summary>
    Keep,

    /// <summary>They become text columns of the table.</summary>
    Add,
}
