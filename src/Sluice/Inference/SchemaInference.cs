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
    private const int MostChanges = 4;
    private const int MostThreads = 8;
    private const string Windows = "windows-1252";
    private const string Latin = "iso-8859-1";

    private readonly ReadOptions options = options ?? new ReadOptions();
    private readonly Candidates[] candidates =
    [
        .. Enumerable.Range(0, Math.Min(MostThreads, Environment.ProcessorCount))
            .Select(_ => new Candidates(limits ?? new WarehouseLimits(TicksPerUnit: 1))),
    ];

    private TableReading? reading;
    private string? encoding;

    /// <summary>
    /// The dialect of the files. If they differ in it, it is <see cref="CsvDialect.Open"/>: it is found in each file by the schema.
    /// </summary>
    public CsvDialect Dialect => Reading.Dialects.DistinctBy(d => DialectJson.Write(d).ToJsonString()).Take(2).ToList() is [var only]
        ? only : CsvDialect.Open;

    /// <summary>The field separator that was found, or <see langword="null"/> if the files differ in how they are written.</summary>
    public string? Delimiter => Dialect.Delimiter;

    /// <summary>
    /// The numbers of the rows of the first file that have the names of its columns, empty ones and comments included; none if it has no
    /// header.
    /// </summary>
    public IReadOnlyList<int> NameRows => Reading.Plan.NameRows;

    /// <summary>Whether rows with fewer values than columns are rows.</summary>
    public bool PadsRows => Reading.Plan.PadsRows;

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

        var search = new PlanSearch(await FileSample.ReadAsync(file, Encoding, options, cancellationToken));
        var stated = known?.Dialect is { } dialect
            ? new ReadingPlan(dialect with { Delimiter = dialect.Delimiter ?? await search.FindDelimiterAsync(cancellationToken) }) : null;
        if (reading is not null)
        {
            var like = stated ?? await search.FindLikeAsync(reading.Plan, reading.Header, cancellationToken);
            await reading.ReadAsync(file, Encoding, like, maxRows, cancellationToken);
            return;
        }

        var plan = stated ?? await search.FindAsync(cancellationToken);
        reading = await ReadFirstAsync(search, file, plan, maxRows, cancellationToken);
        if (known?.Dialect is null)
        {
            await ReadOtherwiseAsync(search, file, maxRows, cancellationToken);
        }

        if (Skipped > Rows)
        {
            throw new FileRefusedException(
                $"It is no table: {Skipped} of its {Skipped + Rows} rows cannot be read. Line {Rejects[0].Line}: "
                + Rejects[0].Errors[0].Message)
            { IsNoTable = true };
        }
    }

    private async Task FindEncodingAsync(FileSource file, CancellationToken cancellationToken)
    {
        var guess = await EncodingGuess.OfAsync(file.Open, file.Length, file.Name, options, enough: long.MaxValue, cancellationToken);
        if (!guess.IsCertain)
        {
            // A single byte that windows-1252 does not have means another encoding. Latin-1 has all bytes, so no row is lost.
            guess = guess is { Name: Windows, Invalid: > 0 } ? guess with { Name = Latin } : guess;

            // Files that are certain (ASCII or with a byte order mark) can be read with any encoding. The others must agree.
            if ((encoding ?? guess.Name) != guess.Name && !(encoding is Windows or Latin && guess.Name is Windows or Latin))
            {
                throw new FileRefusedException($"It is in {guess.Name}, and an earlier file in {encoding}: a dataset has one encoding.");
            }

            encoding ??= guess.Name;
        }

        InvalidSequences += guess.Invalid;
    }

    /// <summary>What the columns of the files become.</summary>
    /// <param name="dataset">The name of the dataset.</param>
    public InferredTable ToTable(string dataset) => Reading.ToTable(dataset);

    /// <inheritdoc/>
    public void Dispose() => reading?.Dispose();

    private async Task<TableReading> ReadFirstAsync(
        PlanSearch search, FileSource file, ReadingPlan plan, long maxRows, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(file, plan, maxRows, cancellationToken);
        }
        catch (FileRefusedException e) when (known?.Dialect is null && !e.IsNoTable)
        {
            foreach (var other in search.FindAfterRefusal(plan))
            {
                if (await TryReadAsync(file, other, maxRows, cancellationToken) is { Rows: > 0 } found)
                {
                    return found;
                }
            }

            throw new FileRefusedException($"It is no table: none of its rows can be read. {e.Message}") { IsNoTable = true };
        }
    }

    private async Task<TableReading?> TryReadAsync(
        FileSource file, ReadingPlan plan, long maxRows, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(file, plan, maxRows, cancellationToken);
        }
        catch (FileRefusedException)
        {
            return null;
        }
    }

    private async Task<TableReading> ReadAsync(
        FileSource file, ReadingPlan plan, long maxRows, CancellationToken cancellationToken)
    {
        var found = new TableReading(plan, options, candidates);
        try
        {
            await found.ReadAsync(file, Encoding, plan, maxRows, cancellationToken);
            return found;
        }
        catch
        {
            found.Dispose();
            throw;
        }
    }

    /// <summary>Tries other plans while they skip fewer rows.</summary>
    private async Task ReadOtherwiseAsync(PlanSearch search, FileSource file, long maxRows, CancellationToken cancellationToken)
    {
        for (var i = 0; i < MostChanges && Reading.Skipped > 0; i++)
        {
            var before = Reading;
            var others = await search.FindOthersAsync(before, cancellationToken);
            foreach (var (plan, most) in others.TakeWhile(_ => Reading.Skipped > 0))
            {
                await TryAsync(plan, (long)(before.Skipped * most), file, maxRows, cancellationToken);
            }

            if (Reading == before)
            {
                return;
            }
        }
    }

    private async Task TryAsync(
        ReadingPlan plan, long most, FileSource file, long maxRows, CancellationToken cancellationToken)
    {
        if (await TryReadAsync(file, plan, maxRows, cancellationToken) is not { } other)
        {
            return;
        }

        var (better, worse) = other.Skipped < Reading.Skipped && other.Skipped <= most ? (other, Reading) : (Reading, other);
        worse.Dispose();
        reading = better;
    }
}
