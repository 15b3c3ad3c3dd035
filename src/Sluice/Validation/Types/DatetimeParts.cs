namespace Sluice.Validation.Types;

/// <summary>The parts of a date and time in a text. Missing parts are those of 1970-01-01T00:00:00.</summary>
internal struct DatetimeParts
{
    /// <summary>Days since 1970-01-01.</summary>
    public int Days;

    /// <summary>Ticks since midnight.</summary>
    public long Ticks;

    /// <summary>Minutes ahead of UTC, or <see langword="null"/> if the text has no offset.</summary>
    public int? Offset;

    /// <summary>Whether it is a day and nothing else: the midnight that it begins with, at no offset but that of UTC.</summary>
    public readonly bool IsDay => Ticks == 0 && Offset is null or 0;
}
