namespace Sluice.Warehouse;

/// <summary>The columns of a table that are no field's.</summary>
internal static class OwnColumns
{
    /// <summary>Says which file a row came from.</summary>
    public const string File = "_file";

    /// <summary>Says which row of that file it was.</summary>
    public const string Row = "_row";

    /// <summary>Of a <c>merge</c> table: says when the version was written that a row came from.</summary>
    public const string Modified = "_modified";

    /// <summary>Of a <c>merge</c> table whose key has texts in it: a hash of those texts, where they cannot be a key themselves.</summary>
    public const string Key = "_key";

    private static readonly string[] All = [File, Row, Modified, Key];

    /// <summary>Whether a column of this name is one of them, in upper or lower case.</summary>
    public static bool Contains(string name) => All.Contains(name, StringComparer.OrdinalIgnoreCase);
}
