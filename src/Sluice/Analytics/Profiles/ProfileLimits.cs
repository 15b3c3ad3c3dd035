namespace Sluice.Analytics.Profiles;

/// <summary>The limits of a profile.</summary>
public static class ProfileLimits
{
    /// <summary>The greatest number of parts of a histogram.</summary>
    public const int Bins = 20;

    /// <summary>The greatest number of frequent values of a column.</summary>
    public const int Values = 10;

    /// <summary>The number of characters that a frequent text is cut to.</summary>
    public const int Characters = 100;
}
