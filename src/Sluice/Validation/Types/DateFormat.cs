namespace Sluice.Validation.Types;

/// <summary>A format of dates and times that is neither the default nor <c>any</c>: a pattern, or a count of time units.</summary>
internal abstract class DateFormat
{
    /// <summary>The format for a message, such as <c>%d/%m/%Y</c>.</summary>
    public abstract string Description { get; }

    /// <summary>Whether its texts have a date, or a part of one.</summary>
    public virtual bool HasDate => true;

    /// <summary>Whether its texts have an offset from UTC.</summary>
    public virtual bool HasOffset => false;

    /// <summary>The format of a name or a pattern, or <see langword="null"/> and the error, as the end of a sentence.</summary>
    public static DateFormat? TryCreate(string format, out string? error)
    {
        error = null;
        return EpochFormat.Find(format) ?? ExcelFormat.Find(format) ?? (DateFormat?)StrptimePattern.TryCreate(format, out error);
    }

    /// <summary>Parses a text that has the format as a whole.</summary>
    public abstract bool TryParse(ReadOnlySpan<byte> text, out DatetimeParts parts);

    /// <summary>Why a text does not have the format, or how to fix it; <see langword="null"/> if unknown.</summary>
    public virtual string? Hint(string text) => null;
}
