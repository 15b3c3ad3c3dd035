namespace Sluice.Lake.Definition;

/// <summary>What becomes of a file without rows, of 0 bytes or with only a header: <c>sluice:onEmpty</c>.</summary>
public enum EmptyPolicy
{
    /// <summary>It is loaded, with 0 rows.</summary>
    Load,

    /// <summary>It is refused.</summary>
    Refuse,
}
