namespace Sluice.Lake;

/// <summary>The columns that no field of a schema is: of the tables, and of rejects files.</summary>
internal static class SystemColumns
{
    /// <summary>Says which file a row came from.</summary>
    public const string File = "_file";

    /// <summary>Says which row of that file it was.</summary>
    public const string Row = "_row";

    /// <summary>Of a <c>merge</c> table: says when the version was written that a row came from.</summary>
    public const string Modified = "_modified";

    /// <summary>Of a <c>merge</c> table whose key has texts in it: a hash of those texts, where they cannot be a key themselves.</summary>
    public const string Key = "_key";

    /// <summary>Of a rejects file: says what is wrong with a row. A file that has it as its last column is read without it.</summary>
    public const string Errors = "_errors";

    private static readonly string[] OfTables = [File, Row, Modified, Key];

    /// <summary>All of them, which no field may be named after.</summary>
    public static IReadOnlyList<string> All { get; } = [.. OfTables, Errors];

    /// <summary>Whether a column of this name is one of a table, in upper or lower case.</summary>
    public static bool Contains(string name) => OfTables.Contains(name, StringComparer.OrdinalIgnoreCase);
}
