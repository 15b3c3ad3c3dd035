using System.Text;
using Sluice.Lake.Definition;

namespace Sluice.Benchmarks.Inference;

/// <summary>How well the dialect that was inferred of a file is the annotated one.</summary>
/// <param name="File">The file.</param>
/// <param name="Found">The dialect that was inferred, or <see langword="null"/> if the file was refused.</param>
/// <param name="Refusal">Why it was refused, or <see langword="null"/>.</param>
internal sealed record DialectOutcome(AnnotatedFile File, CsvDialect? Found, string? Refusal)
{
    /// <summary>Whether the delimiter is right. One with spaces after it is the one without.</summary>
    public bool IsDelimiter => Found?.Delimiter == File.Delimiter;

    /// <summary>Whether the quote is the annotated one. A dialect without quotes counts as one with double quotes, as the repository's
    /// own evaluation has it.</summary>
    public bool IsQuoteAsWritten => Found is not null && (Found.QuoteChar ?? "\"") == (File.Quote.Length == 0 ? "\"" : File.Quote);

    /// <summary>Whether the quote is right: the annotated one, or any if the file has no such character.</summary>
    public bool IsQuote => IsQuoteAsWritten || (Found is not null && !HasQuote());

    /// <summary>Whether the escape is right: a backslash, or none. Doubled quotes are always read, so it makes no difference whether the
    /// file has some.</summary>
    public bool IsEscape => Found is not null && Found.EscapeChar == (File.Escape == "\\" ? "\\" : null);

    /// <summary>Whether delimiter, quote and escape are right.</summary>
    public bool IsRight => IsDelimiter && IsQuote && IsEscape;

    /// <summary>The same, with the quote as it is annotated even if the file has none.</summary>
    public bool IsStrictlyRight => IsDelimiter && IsQuoteAsWritten && IsEscape;

    /// <summary>The numbers of the rows of the header that was inferred; 0 for none.</summary>
    public IReadOnlyList<int> HeaderRows { get; init; } = [];

    /// <summary>Whether the header is right: there is none, or all of its rows are rows of the header.</summary>
    public bool IsHeader => Found is not null && HeaderRows.All(File.HeaderRows.Contains);

    private bool HasQuote() => System.IO.File.ReadAllBytes(File.Path).AsSpan().IndexOf(Encoding.ASCII.GetBytes(File.Quote)) >= 0;
}
