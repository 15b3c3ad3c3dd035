namespace Sluice.Validation.Types;

/// <summary>The parts of a date and time in a text. Missing parts are those of 1970-01-01T00:00:00.</summary>
internal struct DatetimeParts
{
    public int Year;
    public int Month;
    public int Day;

    /// <summary>Ticks since midnight.</summary>
    public long Ticks;

    /// <summary>Minutes ahead of UTC, or <see langword="null"/> if the text has no offset.</summary>
    public int? Offset;
}
