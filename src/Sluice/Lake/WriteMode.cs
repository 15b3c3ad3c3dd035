namespace Sluice.Lake;

/// <summary>What the rows of a file do to the table (<c>sluice:write</c>).</summary>
public enum WriteMode
{
    /// <summary>They are added; the default.</summary>
    Append,

    /// <summary>They are upserted by the primary key: within a file the later row wins, between files the later last-modified.</summary>
    Merge,

    /// <summary>They are the table: the newest file is all that it holds.</summary>
    Replace,
}
