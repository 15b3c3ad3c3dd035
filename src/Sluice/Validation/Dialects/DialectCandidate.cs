using Sluice.Lake.Definition;

namespace Sluice.Validation.Dialects;

/// <summary>A way to read a file, and how well the start of the file fits the schema when it is read so.</summary>
/// <param name="Dialect">The dialect.</param>
internal sealed record DialectCandidate(CsvDialect Dialect)
{
    /// <summary>Whether the header fits the schema, or the number of columns if there are no names.</summary>
    public bool Fits { get; init; }

    /// <summary>The number of fields that have a column.</summary>
    public int Found { get; init; }

    /// <summary>The number of fields whose column has a name of the field to the letter.</summary>
    public int Exact { get; init; }

    /// <summary>The number of columns between others that have no name and no field, as if the delimiter were longer.</summary>
    public int Blank { get; init; }

    /// <summary>The number of a row above the header that is valid as a row of the table; 0 for none.</summary>
    public int RowAbove { get; init; }

    /// <summary>The number of rows that are valid.</summary>
    public int Passed { get; init; }

    /// <summary>The number of rows that are not.</summary>
    public int Failed { get; init; }

    /// <summary>Whether the first row, and the second, have nothing but blank cells after the columns of the header.</summary>
    public (bool First, bool Second) Trails { get; init; }

    /// <summary>Whether rows end with a delimiter, though the header does not. The first two rows decide.</summary>
    public bool EndsWithDelimiter => Trails.First && (Trails.Second || Rows < 2);

    /// <summary>The number of rows that were looked at, also an unfinished one at the end.</summary>
    public int Rows { get; init; }

    /// <summary>Whether the first row is valid.</summary>
    public bool FirstPasses { get; init; }

    /// <summary>Whether no other way can be better.</summary>
    public bool IsPerfect => Fits && Failed == 0 && Exact == Found && Blank == 0;

    /// <summary>
    /// Whether this way is better: by the header first, then by the rows. Of two that are equal, the one that was found first stays.
    /// </summary>
    public bool IsBetterThan(DialectCandidate other) => Rank.CompareTo(other.Rank) > 0;

    private (bool Fits, int Found, int Passed, int NotFailed, int Exact, int NotBlank) Rank =>
        (Fits, Found, Passed, -Failed, Exact, -Blank);
}
