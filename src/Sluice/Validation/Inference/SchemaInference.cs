using System.Text.Unicode;
using Sluice.Lake;
using Sluice.Loading;

namespace Sluice.Validation;

/// <summary>Finds the schema of files that nobody has described: the narrowest types that fit all rows read.</summary>
public sealed class SchemaInference : IDisposable
{
    private const string Fallback = "windows-1252";

    private readonly List<ColumnGuess> columns = [];
    private bool isWhole = true;

    /// <summary>The field separator that was found.</summary>
    public char Delimiter { get; private set; } = ',';

    /// <summary>The encoding that was found.</summary>
    public string Encoding { get; private set; } = "utf-8";

    /// <summary>Rows read.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows that could not be read: fields are missing, or quotes are not closed.</summary>
    public long Skipped { get; private set; }

    /// <summary>Reads a file; a second one must have the columns of the first.</summary>
    /// <param name="open">Opens the file at a byte offset.</param>
    /// <param name="name">Its name, which may say that it is compressed.</param>
    /// <param name="maxRows">The most rows to read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FileRefusedException">It is no CSV, or one with other columns.</exception>
    public async Task ReadAsync(
        Func<long, CancellationToken, Task<Stream>> open, string name, long maxRows, CancellationToken cancellationToken)
    {
        Encoding = await IsUtf8Async(open, name, cancellationToken) ? Encoding : Fallback;
        var dataset = Probe(Encoding);
        var options = new LoaderOptions();
        var content = await FileContent.OfFileAsync(await open(0, cancellationToken), name, dataset, options, cancellationToken);
        await using var input = content.NewInput(0, 0, null);
        using var parser = new CsvRecordParser(input, 0, dataset.Dialect, null, options.MaxRecordBytes, DatasetReader.BufferSize);
        var header = new HeaderReader(dataset);
        await header.ReadAsync(parser, cancellationToken);
        Delimiter = parser.Delimiter;
        SetColumns(header.Names);
        await parser.AdvanceAsync(cancellationToken);
        for (var read = 0L; parser.State == RecordState.Record; await parser.AdvanceAsync(cancellationToken))
        {
            if (read++ == maxRows)
            {
                isWhole = false;
                break;
            }

            Observe(parser);
            input.Release(parser.Offset, null);
        }

        isWhole &= parser.State != RecordState.TooLong;
    }

    /// <summary>The schema that fits all rows read.</summary>
    public TableSchema ToSchema()
    {
        var fields = columns.Select(c => c.ToField(isWhole)).ToArray();
        var keys = fields.Where(f => f.Constraints is { Unique: true, Required: true }).Select(f => f.Name).ToArray();
        var key = Array.Find(keys, IsKeyName) ?? (keys.Length == 1 ? keys[0] : null);
        return new TableSchema { Fields = fields, PrimaryKey = key is null ? [] : [key] };
    }

    /// <inheritdoc/>
    public void Dispose() => columns.ForEach(c => c.Dispose());

    private static bool IsKeyName(string name) =>
        name.Equals("id", StringComparison.OrdinalIgnoreCase) || name.EndsWith("_id", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("Id", StringComparison.Ordinal) || name.Equals("key", StringComparison.OrdinalIgnoreCase)
        || name.Equals("uuid", StringComparison.OrdinalIgnoreCase) || name.Equals("code", StringComparison.OrdinalIgnoreCase);

    private static Dataset Probe(string encoding) => new()
    {
        Name = "probe",
        Path = new DatasetPath("data", "*"),
        Schema = new TableSchema { Fields = [] },
        Dialect = Dialect.Default with { Delimiter = null },
        Encoding = encoding,
    };

    // Nearly all files are UTF-8; of the rest nearly all are of Windows.
    private static async Task<bool> IsUtf8Async(
        Func<long, CancellationToken, Task<Stream>> open, string name, CancellationToken cancellationToken)
    {
        var content = await FileContent.OfFileAsync(
            await open(0, cancellationToken), name, Probe("utf-8"), new LoaderOptions(), cancellationToken);
        await using var stream = content.Stream;
        var block = new byte[DatasetReader.BufferSize];
        var kept = 0;
        while (true)
        {
            var count = kept + await stream.ReadAsync(block.AsMemory(kept), cancellationToken);
            if (count == kept)
            {
                return kept == 0;
            }

            // A character may be cut in two by the end of the block.
            var whole = count;
            while (whole > 0 && count - whole < 4 && !Utf8.IsValid(block.AsSpan(0, whole)))
            {
                whole--;
            }

            if (!Utf8.IsValid(block.AsSpan(0, whole)))
            {
                return false;
            }

            kept = count - whole;
            block.AsSpan(whole, kept).CopyTo(block);
        }
    }

    private void SetColumns(IReadOnlyList<string> header)
    {
        var names = header.Select((n, i) => n.Trim() is { Length: > 0 } name ? name : $"field{i + 1}").ToArray();
        if (names.Distinct(StringComparer.OrdinalIgnoreCase).Count() < names.Length)
        {
            throw new FileRefusedException("Two columns have the same name; upper and lower case count as the same.");
        }

        if (columns.Count == 0)
        {
            columns.AddRange(names.Select(n => new ColumnGuess(n)));
        }
        else if (!columns.Select(c => c.Name).SequenceEqual(names, StringComparer.Ordinal))
        {
            throw new FileRefusedException("It has other columns than the files before it.");
        }
    }

    private void Observe(RecordParser parser)
    {
        if (parser.FieldCount != columns.Count || parser.Fault != QuoteFault.None || !Utf8.IsValid(parser.RawRecord))
        {
            Skipped++;
            return;
        }

        Rows++;
        for (var i = 0; i < columns.Count; i++)
        {
            columns[i].Observe(parser.GetSpan(i), Rows);
        }
    }
}
