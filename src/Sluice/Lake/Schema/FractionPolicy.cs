namespace Sluice.Lake.Schema;

/// <summary>What becomes of a number with a fraction in a field of type integer (<c>sluice:fraction</c>).</summary>
public enum FractionPolicy
{
    /// <summary>It is a reject, even if the fraction is zero (<c>12.0</c>).</summary>
    Reject,

    /// <summary>The fraction is cut off, toward zero: <c>12.0</c> and <c>12.7</c> are 12, <c>-12.7</c> is -12.</summary>
    Truncate,
}
