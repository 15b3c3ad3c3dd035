using Sluice.Lake.Definition;
using Sluice.Validation.Content;

namespace Sluice.Validation.Rows;

/// <summary>A file that is open before its header.</summary>
/// <param name="Content">Its text; its user disposes it.</param>
/// <param name="Dialect">How it is read.</param>
/// <param name="EndsWithDelimiter">Whether its first rows end with a delimiter, though the header does not.</param>
/// <param name="Hint">What would let the fields be found, if they are not; otherwise <see langword="null"/>.</param>
internal sealed record OpenedFile(FileContent Content, CsvDialect Dialect, bool EndsWithDelimiter, string? Hint);
