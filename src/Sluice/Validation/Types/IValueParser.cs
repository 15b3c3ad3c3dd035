namespace Sluice.Validation.Types;

/// <summary>Reads the text of one type and format. A struct, so that each reader is compiled with its parser in place.</summary>
/// <typeparam name="T">How the column holds a value.</typeparam>
internal interface IValueParser<T>
    where T : unmanaged
{
    /// <summary>Reads a text that is not a missing value.</summary>
    bool TryParse(ReadOnlySpan<byte> text, out T value);

    /// <summary>Whether the column of the warehouse holds a value exactly.</summary>
    bool Holds(T value);

    /// <summary>What values the column holds, as the end of a sentence, for one that it does not.</summary>
    string Limit { get; }

    /// <summary>What a text should be, for a message: <c>an integer</c>.</summary>
    string Expected { get; }

    /// <summary>
    /// Why a text that is <see cref="Expected"/> cannot be held, as the end of a sentence that begins with it; <see langword="null"/> if it
    /// is none.
    /// </summary>
    string? Excess(ReadOnlySpan<byte> text);

    /// <summary>More than that a text is not <see cref="Expected"/>: why, or what would help; <see langword="null"/> if nothing.</summary>
    string? Hint(string text);
}
