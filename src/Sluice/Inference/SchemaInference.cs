using Sluice.IO;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Rows;
using Sluice.Text;
using Sluice.Validation.Content;

namespace Sluice.Inference;

/// <summary>Infers the schema of files that have no definition yet: the narrowest types that fit all rows read.</summary>
/// <param name="limits">The limits of the warehouse that the files will be loaded into.</param>
/// <param name="options">The settings of reading that the files will be loaded with.</param>
/// <param name="known">What is known of the files.</param>
public sealed class SchemaInference(WarehouseLimits? limits = null, ReadOptions? options = null, InferenceOptions? known = null)
    : IDisposable
{
    private readonly ReadOptions options = options ?? new ReadOptions();
    private readonly Candidates candidates = new(limits ?? new WarehouseLimits(TicksPerUnit: 1));
    private TableReading? reading;
    private string? encoding;

    /// <summary>The dialect of the files. Without a delimiter, it is detected in each file.</summary>
    public CsvDialect Dialect =>
        Reading.Plan.Dialect with { Delimiter = Reading.Plan.Dialect.Delimiter ?? (Delimiter is { } found ? $"{found}" : null) };

    /// <summary>The field separator that was found, or <see langword="null"/> if the files differ in it.</summary>
    public char? Delimiter => Reading.Delimiter;

    /// <summary>The encoding that was found.</summary>
    public string Encoding => encoding ?? "utf-8";

    /// <summary>The number of byte sequences that are not valid in the encoding.</summary>
    public long InvalidSequences { get; private set; }

    /// <summary>The number of rows read.</summary>
    public long Rows => Reading.Rows;

    /// <summary>The number of rows that cannot be read, whatever the types of the fields. They will be rejected.</summary>
    public long Skipped => Reading.Skipped;

    /// <summary>The first rows that cannot be read, with the reasons.</summary>
    public IReadOnlyList<Reject> Rejects => reading?.Rejects ?? [];

    private TableReading Reading => reading ?? throw new InvalidOperationException("No file has been read.");

    /// <summary>Reads a file; a second one must have the columns of the first.</summary>
    /// <param name="open">Opens the file at a byte offset.</param>
    /// <param name="name">Its name, whose extension may mean compression.</param>
    /// <param name="maxRows">The greatest number of rows to read.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <param name="length">Its length in bytes, without which no ZIP archive can be read, or <see langword="null"/>.</param>
    /// <exception cref="FileRefusedException">The file is not a CSV, or does not belong to one dataset with the earlier files.</exception>
    public async Task ReadAsync(
        Func<long, CancellationToken, Task<Stream>> open, string name, long maxRows, CancellationToken cancellationToken,
        long? length = null)
    {
        var file = new FileSource(open, name, length);
        if (known?.Encoding is { } given)
        {
            encoding = TextEncodings.Find(given) is not null ? given
                : throw new FileRefusedException($"There is no encoding {QuotedText.From(given)}.");
        }
        else
        {
            await FindEncodingAsync(file, cancellationToken);
        }

        if (reading is not null)
        {
            await reading.ReadAsync(file, Encoding, maxRows, cancellationToken);
            if (reading.Plan != ReadingPlan.Usual && reading.Delimiter is null)
            {
                throw new FileRefusedException("It has another delimiter than the earlier files, and their dialect must name one.");
            }

            return;
        }

        reading = new TableReading(known?.Dialect is { } dialect ? new(dialect) : ReadingPlan.Usual, options, candidates);
        await reading.ReadAsync(file, Encoding, maxRows, cancellationToken);
        if (reading.Skipped > 0 && known?.Dialect is null)
        {
            await ReadOtherwiseAsync(file, maxRows, cancellationToken);
        }
    }

    private async Task FindEncodingAsync(FileSource file, CancellationToken cancellationToken)
    {
        var guess = await EncodingGuess.OfAsync(file.Open, file.Length, file.Name, options, enough: long.MaxValue, cancellationToken);
        if (!guess.IsCertain)
        {
            // Files that are certain (ASCII or with a byte order mark) can be read with any encoding. The others must agree.
            if ((encoding ?? guess.Name) != guess.Name)
            {
                throw new FileRefusedException($"It is in {guess.Name}, and an earlier file in {encoding}: a dataset has one encoding.");
            }

            encoding = guess.Name;
        }

        InvalidSequences += guess.Invalid;
    }

    /// <summary>What the columns of the files become.</summary>
    /// <param name="dataset">The name of the dataset.</param>
    public InferredTable ToTable(string dataset) => Reading.ToTable(dataset);

    /// <inheritdoc/>
    public void Dispose() => reading?.Dispose();

    /// <summary>Tries other plans and keeps the one that skips the fewest rows. Stops at one that skips none.</summary>
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
