using Sluice.IO;
using Sluice.Lake;
using Sluice.Rows;
using Sluice.Validation.Rows;

namespace Sluice.Inference;

/// <summary>
/// Reads files by one plan. It uses the readers of validation, with every field as text. So a row that is skipped here would be rejected
/// there, whatever the types.
/// </summary>
internal sealed class TableReading(ReadingPlan plan, ReadOptions options, Candidates candidates) : IDisposable
{
    private const int MostKept = 100;

    private static readonly WarehouseLimits Limits = new(TicksPerUnit: 1);

    private readonly List<Reject> rejects = [];
    private readonly List<char> delimiters = [];
    private ColumnGuess[] columns = [];
    private bool isWhole = true;

    /// <summary>The plan.</summary>
    public ReadingPlan Plan => plan;

    /// <summary>The headers of the first file.</summary>
    public IReadOnlyList<string> Header { get; private set; } = [];

    /// <summary>The field separator of all files, or <see langword="null"/> if they differ in it.</summary>
    public char? Delimiter => delimiters is [var first, ..] && delimiters.TrueForAll(d => d == first) ? first : null;

    /// <summary>The number of rows read.</summary>
    public long Rows { get; private set; }

    /// <summary>The number of rows that cannot be read, whatever the types of the fields.</summary>
    public long Skipped { get; private set; }

    /// <summary>The first of these rows.</summary>
    public IReadOnlyList<Reject> Rejects => rejects;

    /// <summary>Whether some column has a text as "no value".</summary>
    public bool HasNull(string text) => Array.Exists(columns, c => c.Nulls.Contains(text, StringComparer.Ordinal));

    /// <summary>Reads a file. Later files must have the columns of the first.</summary>
    /// <param name="file">The file.</param>
    /// <param name="encoding">Its encoding.</param>
    /// <param name="maxRows">The greatest number of rows to read.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="FileRefusedException">The file is not a CSV, or has other columns.</exception>
    public async Task ReadAsync(FileSource file, string encoding, long maxRows, CancellationToken cancellationToken)
    {
        if (columns.Length == 0)
        {
            await using var start =
                await OpenRecords.OpenAsync(file, ProbeDataset.Create(encoding, plan.Dialect, []), options, cancellationToken);
            Header = await start.ReadHeaderAsync(cancellationToken);
            columns = [.. FieldNames.Create(Header, plan.ReadsEnd).Select(f => new ColumnGuess(f, candidates))];
        }

        // Empty texts are read as texts, because inference must see them to find missing values.
        string[] missing = plan.Dialect.NullSequence is { } nothing ? [nothing] : [];
        var dataset = ProbeDataset.Create(encoding, plan.Dialect, [.. columns.Select(c => c.Field with { MissingValues = missing })]);
        await using var reader = await DatasetReader.StartAsync(
            dataset, Limits, options, file.Open, hashing: false, cancellationToken, file.Name, length: file.Length);
        delimiters.Add(reader.Dialect.Delimiter![0]);
        var batch = ColumnBatch.ForReading(dataset.Schema);
        var found = new List<Reject>();
        for (var left = maxRows; await reader.ReadAsync(batch, found, cancellationToken); left -= batch.Count)
        {
            if (left <= 0)
            {
                isWhole = false;
                return;
            }

            Skipped += found.Count;
            rejects.AddRange(found.Take(MostKept - rejects.Count));
            Observe(batch, (int)Math.Min(left, batch.Count));
            isWhole &= batch.Count <= left;
        }
    }

    /// <summary>What the columns become.</summary>
    /// <param name="dataset">The name of the dataset.</param>
    public InferredTable ToTable(string dataset)
    {
        // A column without a header and without values is left out.
        var named = columns.Where(c => !c.IsEmpty || c.Field.Aliases is not [{ Header: "" }]).ToArray();
        return InferredTable.From(
            [.. (named.Length > 0 ? named : columns[..1]).Select(c => c.ToColumn(isWhole, prefersComma: Delimiter == ';'))], dataset);
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(columns, c => c.Dispose());

    private void Observe(ColumnBatch batch, int count)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            var texts = (TextColumn)batch.ColumnAt(i);
            for (var row = 0; row < count; row++)
            {
                columns[i].Observe(texts[row], Rows + row + 1);
            }
        }

        Rows += count;
    }
}
