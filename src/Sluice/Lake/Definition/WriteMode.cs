namespace Sluice.Lake.Definition;

/// <summary>What the rows of a file do to the table (<c>sluice:write</c>).</summary>
public enum WriteMode
{
    /// <summary>They are added; the default.</summary>
    Append,

    /// <summary>They are upserted by the primary key: within a file the later row wins, between files the later last-modified.</summary>
    Merge,

    /// <summary>They replace the table: it holds the rows of the newest file only.</summary>
    Replace,
}
