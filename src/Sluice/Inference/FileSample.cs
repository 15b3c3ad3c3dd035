using System.Runtime.InteropServices;
using System.Text;
using Sluice.IO;
using Sluice.Lake.Definition;
using Sluice.Validation.Dialects;
using Sluice.Validation.Parsing;

namespace Sluice.Inference;

/// <summary>The start of a file without a definition, which is read in several ways to choose one.</summary>
internal sealed class FileSample
{
    private const int MostRows = 2000;
    private const int EnoughLines = 20;
    private const int MostBytes = 4 * 1024 * 1024;
    private const int BufferSize = 16 * 1024;

    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    private FileSample(ReadOnlyMemory<byte> text, bool isWhole) => (Text, IsWhole) = (text, isWhole);

    /// <summary>The bytes, as UTF-8, to the end of a line.</summary>
    public ReadOnlyMemory<byte> Text { get; }

    /// <summary>Whether these are all bytes of the file.</summary>
    public bool IsWhole { get; }

    /// <summary>Reads the start of a file.</summary>
    public static async Task<FileSample> ReadAsync(
        FileSource file, string encoding, ReadOptions options, CancellationToken cancellationToken)
    {
        await using var records =
            await OpenRecords.OpenAsync(file, ProbeDataset.Create(encoding, new(CsvDialect.Default), []), options, cancellationToken);
        var size = DialectSearch.SampleBytes;
        var start = await records.PeekAsync(size, cancellationToken);
        while (start.Length == size && size < MostBytes && start.Span.Count((byte)'\n') + start.Span.Count((byte)'\r') < EnoughLines)
        {
            size *= 4;
            start = await records.PeekAsync(size, cancellationToken);
        }

        return Of(start.ToArray(), isWhole: start.Length < size);
    }

    /// <summary>A sample of some bytes.</summary>
    public static FileSample Of(ReadOnlyMemory<byte> start, bool isWhole)
    {
        start = start.Span.StartsWith(Mark) ? start[Mark.Length..] : start;

        // The last line may go on after the sample.
        return new(isWhole || start.Span.LastIndexOfAny((byte)'\r', (byte)'\n') is not (>= 0 and var end) ? start : start[..(end + 1)],
            isWhole);
    }

    /// <summary>
    /// The line break that the sample's first line has, if there are others too, and a dialect does not name one; otherwise
    /// <see langword="null"/>.
    /// </summary>
    public string? TerminatorOf(CsvDialect dialect) =>
        dialect.LineTerminator is null ? DialectVariants.FindTerminator(Text.Span) : null;

    /// <summary>Whether the text has a sign.</summary>
    public bool Has(string sign) => Text.Span.IndexOf(Encoding.UTF8.GetBytes(sign)) >= 0;

    /// <summary>Whether a mark of one character occurs only twice in a row.</summary>
    public bool HasOnlyPairs(string mark) =>
        Text.Span.Count(Encoding.UTF8.GetBytes(mark)) == 2 * Text.Span.Count(Encoding.UTF8.GetBytes(mark + mark));

    /// <summary>Reads the rows. Empty lines and comments are left out, and so is a last row that may go on after the sample.</summary>
    public async Task<List<SampleRow>> ReadAsync(CsvDialect dialect, CancellationToken cancellationToken)
    {
        using var stream = Open();
        using var parser = new DialectRecordParser(
            stream, 0, 0, dialect with { Header = true, HeaderRows = [1], CommentRows = [] }, dialect.Delimiter!,
            maxRecordBytes: Math.Max(1, Text.Length), BufferSize);
        var quote = Encoding.UTF8.GetBytes(dialect.QuoteChar ?? "");
        var rows = new List<SampleRow>();
        await parser.AdvanceAsync(cancellationToken);
        while (parser.State != RecordState.End && rows.Count < MostRows && (IsWhole || parser.Fault != QuoteFault.Unclosed))
        {
            rows.Add(Read(parser, quote));
            await parser.AdvanceAsync(cancellationToken);
        }

        return rows;
    }

    private static SampleRow Read(DialectRecordParser parser, byte[] quote)
    {
        if (parser.State != RecordState.Record)
        {
            return new((int)parser.RowNumber, [Encoding.UTF8.GetString(parser.RawRecord)], [false], parser.Fault, IsRecord: false);
        }

        var isQuoted = new bool[parser.FieldCount];
        for (var i = 0; i < isQuoted.Length && quote.Length > 0; i++)
        {
            isQuoted[i] = parser.GetRawSpan(i).TrimStart((byte)' ').StartsWith(quote);
        }

        return new((int)parser.RowNumber, parser.ReadTexts(), isQuoted, parser.Fault, IsRecord: true);
    }

    private MemoryStream Open() =>
        MemoryMarshal.TryGetArray(Text, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(Text.ToArray(), writable: false);
}
