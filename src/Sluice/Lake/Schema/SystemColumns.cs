namespace Sluice.Lake.Schema;

/// <summary>The columns that Sluice adds to tables and rejects files.</summary>
internal static class SystemColumns
{
    /// <summary>The id of the file that the row came from.</summary>
    public const string File = "_file";

    /// <summary>The number of the row in that file, from 1.</summary>
    public const string Row = "_row";

    /// <summary>Only in <c>merge</c> tables: when the file version that the row came from was written.</summary>
    public const string Modified = "_modified";

    /// <summary>
    /// In <c>merge</c> tables whose key contains texts: a hash of these texts, for warehouses where texts cannot be a key. In views of
    /// duplicates: the names of the fields whose values are not unique.
    /// </summary>
    public const string Key = "_key";

    /// <summary>Only in rejects files: what is wrong with the row. If it is the last column of a file, it is ignored.</summary>
    public const string Errors = "_errors";

    /// <summary>
    /// Only in tables of datasets that keep the values of new columns: these values, as JSON. It is written like the column of a field.
    /// </summary>
    public const string Extra = "_extra";

    private static readonly string[] OfTables = [File, Row, Modified, Key];

    /// <summary>All of them. No field may have one of these names.</summary>
    public static IReadOnlyList<string> All { get; } = [.. OfTables, Extra, Errors];

    /// <summary>Whether a table has a system column of this name, ignoring case.</summary>
    public static bool Contains(string name) => OfTables.Contains(name, StringComparer.OrdinalIgnoreCase);
}
