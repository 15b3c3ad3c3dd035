using Sluice.IO;
using Sluice.Lake;
using Sluice.Rows;
using Sluice.Validation.Rows;

namespace Sluice.Inference;

/// <summary>
/// What files are when they are read in one way. They are read as validation reads them, every field as a text: a row that is skipped here
/// is a reject there, whatever the types.
/// </summary>
internal sealed class TableReading(ReadingPlan plan, ReadOptions options, Candidates candidates) : IDisposable
{
    private const int MostKept = 100;

    private static readonly WarehouseLimits Limits = new(TicksPerUnit: 1);

    private readonly List<Reject> rejects = [];
    private readonly List<char> delimiters = [];
    private ColumnGuess[] columns = [];
    private bool isWhole = true;

    /// <summary>The way.</summary>
    public ReadingPlan Plan => plan;

    /// <summary>The headers of the first file.</summary>
    public IReadOnlyList<string> Header { get; private set; } = [];

    /// <summary>The field separator of all files, or <see langword="null"/> if they differ in it.</summary>
    public char? Delimiter => delimiters is [var first, ..] && delimiters.TrueForAll(d => d == first) ? first : null;

    /// <summary>Rows read.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows that cannot be read whatever their fields are.</summary>
    public long Skipped { get; private set; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<Reject> Rejects => rejects;

    /// <summary>Whether a text stands in some row where there is no value.</summary>
    public bool HasNull(string text) => Array.Exists(columns, c => c.Nulls.Contains(text, StringComparer.Ordinal));

    /// <summary>Reads a file; one after the first must have the columns of that.</summary>
    /// <param name="file">The file.</param>
    /// <param name="encoding">Its encoding.</param>
    /// <param name="maxRows">The most rows to read of it.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FileRefusedException">It is no CSV, or one with other columns.</exception>
    public async Task ReadAsync(FileSource file, string encoding, long maxRows, CancellationToken cancellationToken)
    {
        if (columns.Length == 0)
        {
            await using var start =
                await OpenRecords.OpenAsync(file, ProbeDataset.Create(encoding, plan.Dialect, []), options, cancellationToken);
            Header = await start.ReadHeaderAsync(cancellationToken);
            columns = [.. FieldNames.Create(Header, plan.ReadsEnd).Select(f => new ColumnGuess(f, candidates))];
        }

        // A text that is empty is one all the same: which texts are no value is what is to be found.
        string[] missing = plan.Dialect.NullSequence is { } nothing ? [nothing] : [];
        var dataset = ProbeDataset.Create(encoding, plan.Dialect, [.. columns.Select(c => c.Field with { MissingValues = missing })]);
        await using var reader = await DatasetReader.StartAsync(
            dataset, Limits, options, file.Open, hashing: false, cancellationToken, file.Name);
        delimiters.Add(reader.Delimiter);
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

    /// <summary>The schema that fits all rows read.</summary>
    public TableSchema ToSchema()
    {
        // What has neither a header nor a value is no column.
        var named = columns.Where(c => !c.IsEmpty || c.Field.Aliases is not [{ Header: "" }]).ToArray();
        var fields = (named.Length > 0 ? named : columns[..1]).Select(c => c.ToField(isWhole)).ToArray();
        var keys = fields.Where(f => f.Constraints is { Unique: true, Required: true }).Select(f => f.Name).ToArray();
        var key = Array.Find(keys, IsKeyName) ?? (keys.Length == 1 ? keys[0] : null);
        return new TableSchema { Fields = fields, FieldsMatch = FieldsMatch.Equal, PrimaryKey = key is null ? [] : [key] };
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(columns, c => c.Dispose());

    private static bool IsKeyName(string name) =>
        name.Equals("id", StringComparison.OrdinalIgnoreCase) || name.EndsWith("_id", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("Id", StringComparison.Ordinal) || name.Equals("key", StringComparison.OrdinalIgnoreCase)
        || name.Equals("uuid", StringComparison.OrdinalIgnoreCase) || name.Equals("code", StringComparison.OrdinalIgnoreCase);

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
