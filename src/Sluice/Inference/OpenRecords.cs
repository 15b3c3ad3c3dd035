using Sluice.IO;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Validation.Content;
using Sluice.Validation.Parsing;
using Sluice.Validation.Rows;

namespace Sluice.Inference;

/// <summary>A file that is open for reading its first records.</summary>
internal sealed class OpenRecords : IAsyncDisposable
{
    private readonly LakeInput input;
    private readonly Dataset dataset;

    private OpenRecords(LakeInput input, RecordParser parser, Dataset dataset)
    {
        this.input = input;
        Parser = parser;
        this.dataset = dataset;
    }

    /// <summary>The parser; at first it is before the first record.</summary>
    public RecordParser Parser { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="dataset">The encoding and dialect to read it with.</param>
    /// <param name="options">The settings of reading.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="FileRefusedException">The file is not a CSV, by its first bytes or its name.</exception>
    public static async Task<OpenRecords> OpenAsync(
        FileSource file, Dataset dataset, ReadOptions options, CancellationToken cancellationToken)
    {
        var dialect = dataset.Dialect;
        var content = await FileContent.OfFileAsync(
            file.Open, file.Length, file.Name, dataset.Encoding, options, cancellationToken);
        var input = content.NewInput(0, 0, null);
        if (!dialect.IsUnusual)
        {
            return new(
                input,
                new CsvRecordParser(input, 0, dialect, dialect.Delimiter?[0], options.MaxRecordBytes, DatasetReader.BufferSize),
                dataset);
        }

        await input.ReadExactlyAsync(new byte[content.Mark], cancellationToken);
        return new(
            input,
            new DialectRecordParser(
                input, input.Offset, 0, dialect, dialect.Delimiter ?? ",", options.MaxRecordBytes, DatasetReader.BufferSize),
            dataset);
    }

    /// <summary>Reads the names of its columns.</summary>
    /// <exception cref="FileRefusedException">The header cannot be read.</exception>
    public async Task<IReadOnlyList<string>> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        var header = new HeaderReader(dataset);
        await header.ReadAsync(Parser, cancellationToken);
        return header.IsEmpty || header.Names.Count == 0
            ? throw new FileRefusedException("The file is empty, so it shows no columns.") { IsNoTable = true } : header.Names;
    }

    /// <summary>The first bytes of the text. Call it before reading a record.</summary>
    public Task<ReadOnlyMemory<byte>> PeekAsync(int count, CancellationToken cancellationToken) =>
        input.PeekAsync(count, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Parser.Dispose();
        await input.DisposeAsync();
    }
}
