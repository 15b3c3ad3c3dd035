namespace Sluice.Lake.Definition;

/// <summary>What becomes of the rows of a file that is gone from the lake: <c>sluice:onDelete</c>.</summary>
public enum DeletePolicy
{
    /// <summary>They stay.</summary>
    Keep,

    /// <summary>
    /// The next sweep removes them, file by file. In a <c>merge</c> dataset, the rows that they had replaced are not restored.
    /// </summary>
    Remove,
}
