namespace Sluice.Lake;

/// <summary>What becomes of the rows of a file that is gone from the lake: <c>sluice:onDelete</c>.</summary>
public enum DeletePolicy
{
    /// <summary>They stay.</summary>
    Keep,

    /// <summary>The next sweep removes them, file by file. Rows of a <c>merge</c> dataset whose place they took do not come back.</summary>
    Remove,
}
