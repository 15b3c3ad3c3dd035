namespace Sluice.Validation.Types;

/// <summary>What a text said of a date and a time; parts that it did not say are those of 1970-01-01T00:00:00.</summary>
internal struct DatetimeParts
{
    public int Year;
    public int Month;
    public int Day;

    /// <summary>Ticks since midnight.</summary>
    public long Ticks;

    /// <summary>Minutes ahead of UTC, or <see langword="null"/> if the text did not say.</summary>
    public int? Offset;
}
