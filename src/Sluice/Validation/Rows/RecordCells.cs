using System.Text;
using Sluice.Lake.Definition;
using Sluice.Rows;
using Sluice.Validation.Parsing;

namespace Sluice.Validation.Rows;

/// <summary>Splits the raw text of a reject into its cells, for reports that show a row cell by cell.</summary>
public static class RecordCells
{
    private const int BufferSize = 16 * 1024;

    /// <summary>Splits a record.</summary>
    /// <param name="record">The record, as in <see cref="Reject.RawBytes"/>.</param>
    /// <param name="dialect">The dialect of the file; it has a delimiter.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The texts of the cells; if the bytes are not one record (an unclosed quote), one cell with all of them.</returns>
    public static async ValueTask<IReadOnlyList<string>> SplitAsync(
        ReadOnlyMemory<byte> record, CsvDialect dialect, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(record.ToArray());

        // The text is a data row, so it must not be read as a header or a comment.
        var rows = dialect with { Header = false, CommentRows = [], CommentChar = null };
        using RecordParser parser = rows.IsUnusual
            ? new DialectRecordParser(stream, 0, 0, rows, dialect.Delimiter!, record.Length, BufferSize)
            : new CsvRecordParser(stream, 0, rows, dialect.Delimiter![0], record.Length, BufferSize);
        await parser.AdvanceAsync(cancellationToken);
        return parser.State == RecordState.Record && parser.Fault == QuoteFault.None && parser.RawRecord.Length == record.Length
            ? parser.ReadTexts()
            : [Encoding.UTF8.GetString(record.Span)];
    }
}
