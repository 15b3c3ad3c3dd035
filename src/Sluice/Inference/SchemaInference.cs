using Sluice.IO;
using Sluice.Lake;
using Sluice.Rows;

namespace Sluice.Inference;

/// <summary>Finds the schema of files that nobody has described: the narrowest types that fit all rows read.</summary>
/// <param name="limits">What the columns of the warehouse can hold that the files will be loaded into.</param>
/// <param name="options">The largest record, the limits of inflation: those that the files will be loaded with.</param>
public sealed class SchemaInference(WarehouseLimits? limits = null, ReadOptions? options = null) : IDisposable
{
    private readonly ReadOptions options = options ?? new ReadOptions();
    private readonly Candidates candidates = new(limits ?? new WarehouseLimits(TicksPerUnit: 1));
    private TableReading? reading;
    private string? encoding;

    /// <summary>How the files are written. Without a delimiter each is detected.</summary>
    public Dialect Dialect =>
        Reading.Plan.Dialect with { Delimiter = Reading.Plan.Dialect.Delimiter ?? (Delimiter is { } found ? $"{found}" : null) };

    /// <summary>The field separator that was found, or <see langword="null"/> if the files differ in it.</summary>
    public char? Delimiter => Reading.Delimiter;

    /// <summary>The encoding that was found.</summary>
    public string Encoding => encoding ?? "utf-8";

    /// <summary>Sequences of bytes that are not valid in the encoding.</summary>
    public long InvalidSequences { get; private set; }

    /// <summary>Rows read.</summary>
    public long Rows => Reading.Rows;

    /// <summary>Rows that cannot be read, whatever their fields are: they will be rejects.</summary>
    public long Skipped => Reading.Skipped;

    /// <summary>The first of the rows that cannot be read, with the reasons.</summary>
    public IReadOnlyList<Reject> Rejects => reading?.Rejects ?? [];

    private TableReading Reading => reading ?? throw new InvalidOperationException("No file has been read.");

    /// <summary>Reads a file; a second one must have the columns of the first.</summary>
    /// <param name="open">Opens the file at a byte offset.</param>
    /// <param name="name">Its name, which may say that it is compressed.</param>
    /// <param name="maxRows">The most rows to read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FileRefusedException">It is no CSV, or one that cannot be of the dataset of the files before it.</exception>
    public async Task ReadAsync(
        Func<long, CancellationToken, Task<Stream>> open, string name, long maxRows, CancellationToken cancellationToken)
    {
        var file = new FileSource(open, name);
        var guess = await EncodingGuess.OfAsync(file, options, cancellationToken);
        if (!guess.IsCertain)
        {
            // What is certain can be read in any encoding; what was read before was certain, or found to be in one.
            if ((encoding ?? guess.Name) != guess.Name)
            {
                throw new FileRefusedException($"It is in {guess.Name}, and a file before it in {encoding}: a dataset has one encoding.");
            }

            encoding = guess.Name;
        }

        InvalidSequences += guess.Invalid;
        if (reading is not null)
        {
            await reading.ReadAsync(file, Encoding, maxRows, cancellationToken);
            if (reading.Plan != ReadingPlan.Usual && reading.Delimiter is null)
            {
                throw new FileRefusedException("It has another delimiter than the files before it, and their dialect must say which.");
            }

            return;
        }

        reading = new TableReading(ReadingPlan.Usual, options, candidates);
        await reading.ReadAsync(file, Encoding, maxRows, cancellationToken);
        if (reading.Skipped > 0)
        {
            await ReadOtherwiseAsync(file, maxRows, cancellationToken);
        }
    }

    /// <summary>The schema that fits all rows read.</summary>
    public TableSchema ToSchema() => Reading.ToSchema();

    /// <inheritdoc/>
    public void Dispose() => reading?.Dispose();

    /// <summary>Looks for a way to read a file in which fewer rows are skipped, or none.</summary>
    private async Task ReadOtherwiseAsync(FileSource file, long maxRows, CancellationToken cancellationToken)
    {
        foreach (var plan in await new PlanSearch(file, Encoding, options).FindAsync(Reading, cancellationToken))
        {
            var other = new TableReading(plan, options, candidates);
            try
            {
                await other.ReadAsync(file, Encoding, maxRows, cancellationToken);
            }
            catch (FileRefusedException)
            {
                other.Dispose();
                continue;
            }

            var (better, worse) = other.Skipped < Reading.Skipped ? (other, Reading) : (Reading, other);
            worse.Dispose();
            reading = better;
            if (better.Skipped == 0)
            {
                return;
            }
        }
    }
}
