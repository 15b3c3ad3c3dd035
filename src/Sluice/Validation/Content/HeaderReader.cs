using System.Text.Unicode;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Text;
using Sluice.Validation.Parsing;

namespace Sluice.Validation.Content;

/// <summary>Reads the header of a file: one row, several, or none, as its dialect says.</summary>
internal sealed class HeaderReader(Dataset dataset)
{
    private readonly CsvDialect dialect = dataset.Dialect;

    /// <summary>The names of the file's columns.</summary>
    public IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>The cells of each of its rows; empty if the file has no header.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; private set; } = [];

    /// <summary>Whether the file has no header, so that the names are the schema's, in order.</summary>
    public bool IsByOrder { get; private set; }

    /// <summary>Whether the parser's current record is already the first data row.</summary>
    public bool IsOnData { get; private set; }

    /// <summary>Whether the file has no record at all, so that it has no header either.</summary>
    public bool IsEmpty { get; private set; }

    /// <summary>The start of the header in the text, and its end without the line break.</summary>
    public (long Start, long End) Extent { get; private set; }

    /// <summary>A hint for a header that does not fit: the file may have other line ends than its dialect says.</summary>
    public string? TerminatorHint { get; private set; }

    /// <summary>Reads the header.</summary>
    /// <param name="parser">A parser at the start of the file.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="FileRefusedException">The header cannot be read.</exception>
    public async Task ReadAsync(RecordParser parser, CancellationToken cancellationToken)
    {
        await parser.AdvanceAsync(cancellationToken);
        if (!dialect.Header)
        {
            ReadByOrder(parser);
            return;
        }

        if (parser.State == RecordState.End)
        {
            IsEmpty = true;
            return;
        }

        var rows = new List<string[]>();
        var last = dialect.HeaderRows[^1];
        while (true)
        {
            var isHeader = dialect.HeaderRows is [1] || dialect.HeaderRows.Contains((int)Math.Min(parser.RowNumber, int.MaxValue));
            CheckState(parser, isHeader);
            if (dialect.HeaderRows is not [1] && parser.RowNumber > last)
            {
                IsOnData = true;
                break;
            }

            if (isHeader)
            {
                TerminatorHint ??= TerminatorHintOf(parser);
                CheckText(parser);
                rows.Add(parser.ReadTexts());
            }

            Extent = (dialect.HeaderRows is [1] ? parser.Offset : 0, parser.Offset + parser.RawRecord.Length);
            if (dialect.HeaderRows is [1] || parser.RowNumber >= last)
            {
                break;
            }

            await parser.AdvanceAsync(cancellationToken);
        }

        if (rows.Count == 0)
        {
            throw new FileRefusedException($"The rows of the header ({string.Join(", ", dialect.HeaderRows)}) are empty or comments.");
        }

        (Rows, Names) = (rows, Join(rows, dialect.HeaderJoin));
    }

    /// <summary>A header record for a file without one: the schema's names, and numbered names for further columns.</summary>
    public string WriteNames() =>
        string.Join(dialect.Delimiter, Names.Select(n => CellText.Write(n, dialect, dialect.Delimiter ?? ",")));

    private void ReadByOrder(RecordParser parser)
    {
        var fields = dataset.Schema.ColumnFields;
        IsByOrder = true;
        IsOnData = true;
        if (parser.State != RecordState.Record)
        {
            Names = [.. fields.Select(f => f.Name)];
            return;
        }

        var names = parser.ReadTexts();
        if (names[^1] == SystemColumns.Errors)
        {
            // A rejects file always has a header, even if the dataset's files have none.
            (Names, IsByOrder, IsOnData) = (names, false, false);
            Extent = (parser.Offset, parser.Offset + parser.RawRecord.Length);
            return;
        }

        // A trailing delimiter is not a column.
        var count = names.Length == fields.Count + 1 && names[^1].Trim().Length == 0 ? names.Length - 1 : names.Length;

        // The first row can be a short one too.
        count = dataset.ShortRows == ShortRowPolicy.Pad ? Math.Max(count, fields.Count) : count;
        Names = [.. Enumerable.Range(0, count).Select(i => i < fields.Count ? fields[i].Name : $"field{i + 1}")];
    }

    private void CheckState(RecordParser parser, bool isHeader)
    {
        switch (parser)
        {
            case { State: RecordState.End }:
                throw new FileRefusedException($"The file ends before row {dialect.HeaderRows[^1]}, the last of its header.");
            case { State: RecordState.Unreadable, Fault: QuoteFault.LineTooLong }:
                throw new FileRefusedException(
                    "A line of the header, or before it, is longer than a record may be (setting Load__MaxRecordBytes)."
                    + Spaced(TerminatorHintOf(parser)));
            case { State: RecordState.Unreadable } when isHeader:
                throw new FileRefusedException(parser.Fault == QuoteFault.Unclosed
                    ? $"The header has a quote that is not closed.{Spaced(TerminatorHintOf(parser))}"
                    : "The header is longer than a record may be (setting Load__MaxRecordBytes), or has a quote that is not closed.");
        }
    }

    private static string Spaced(string? hint) => hint is null ? "" : $" {hint}";

    /// <summary>A hint if a row contains a line break that is not the dialect's; otherwise <see langword="null"/>.</summary>
    private string? TerminatorHintOf(RecordParser parser)
    {
        if (dialect.LineTerminator is not { } terminator)
        {
            return null;
        }

        var raw = parser.RawRecord;
        var at = raw.IndexOfAny((byte)'\r', (byte)'\n');
        return at < 0 ? null
            : $"The dialect's lineTerminator is {QuotedText.From(terminator)}; does the file end its lines with "
                + $"{QuotedText.From(raw[at] == '\n' ? "\n" : raw[at..].StartsWith("\r\n"u8) ? "\r\n" : "\r")}?";
    }

    private void CheckText(RecordParser parser)
    {
        var raw = parser.RawRecord;
        if (Utf8.IsValid(raw) && raw.IndexOf((byte)0) is >= 0 and var nul && !LooksLikeUtf16(raw))
        {
            throw new FileRefusedException($"The header has a NUL character at byte {parser.Offset + nul}. Text has no such character.");
        }

        if (!Utf8.IsValid(raw) || raw.Contains((byte)0))
        {
            var encoding = TextEncodings.Find(dataset.Encoding)?.WebName.ToUpperInvariant() ?? "UTF-8";
            var hint = LooksLikeUtf16(raw) ? "; every other byte of it is 0, as in \"encoding\": \"utf-16le\" or \"utf-16be\"" : "";
            throw new FileRefusedException(
                $"The header, at byte {parser.Offset}, is not {encoding} text: the file is not a CSV, or has another encoding{hint}.");
        }
    }

    private static bool LooksLikeUtf16(ReadOnlySpan<byte> raw) =>
        raw.Length >= 4 && raw.Count((byte)0) is var zeros && zeros >= raw.Length / 3 && zeros <= (raw.Length / 2) + 1;

    /// <summary>
    /// Joins the rows of a header. The last cell of a shorter row extends to the right: "fruit" above "id,name" is the first part of both
    /// names.
    /// </summary>
    /// <param name="rows">The rows. None is empty.</param>
    /// <param name="joiner">The text between two parts of a name.</param>
    public static string[] Join(IReadOnlyList<string[]> rows, string joiner)
    {
        if (rows is [var only])
        {
            return only;
        }

        var names = new string[rows.Max(r => r.Length)];
        for (var i = 0; i < names.Length; i++)
        {
            var parts = rows.Select(r => r[Math.Min(i, r.Length - 1)].Trim()).Where(p => p.Length > 0);
            names[i] = i < rows[^1].Length && rows[^1][i] == SystemColumns.Errors
                ? SystemColumns.Errors
                : string.Join(joiner, parts);
        }

        return names;
    }
}
