namespace Sluice.Lake.Schema;

/// <summary>How the fields of a schema match the columns of a file (Table Schema, <c>fieldsMatch</c>).</summary>
public enum FieldsMatch
{
    /// <summary>The same fields in the same order; the default.</summary>
    Exact,

    /// <summary>The same fields in any order.</summary>
    Equal,

    /// <summary>The file has all fields of the schema and may have more.</summary>
    Subset,

    /// <summary>The file has only fields of the schema and may lack some.</summary>
    Superset,

    /// <summary>The file has at least one field of the schema.</summary>
    Partial,
}
