namespace Sluice.Validation.Types;

/// <summary>Parses texts of one type and format. Implemented by structs, so that the parser is inlined into each reader.</summary>
/// <typeparam name="T">The column's type of a value.</typeparam>
internal interface IValueParser<T>
    where T : unmanaged
{
    /// <summary>Parses a text that is not a missing value.</summary>
    bool TryParse(ReadOnlySpan<byte> text, out T value);

    /// <summary>Whether the column of the warehouse holds a value exactly.</summary>
    bool Holds(T value);

    /// <summary>What the column holds, as the end of a sentence about a value that it does not hold.</summary>
    string Limit { get; }

    /// <summary>What a text must be, for a message: <c>an integer</c>.</summary>
    string Expected { get; }

    /// <summary>
    /// Why a text that is <see cref="Expected"/> is too large or long, as the end of a sentence that begins with the text;
    /// <see langword="null"/> if it is not <see cref="Expected"/>.
    /// </summary>
    string? Excess(ReadOnlySpan<byte> text);

    /// <summary>Why a text is not <see cref="Expected"/>, or how to fix it; <see langword="null"/> if unknown.</summary>
    string? Hint(string text);
}
