namespace Sluice.Lake.Definition;

/// <summary>What becomes of a row with fewer cells than the header: <c>sluice:shortRows</c>.</summary>
public enum ShortRowPolicy
{
    /// <summary>It is a reject.</summary>
    Reject,

    /// <summary>The cells at its end have no value. It is a reject if a value is required there.</summary>
    Pad,
}
