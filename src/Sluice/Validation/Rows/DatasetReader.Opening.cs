using System.IO.Hashing;
using System.Text;
using Sluice.Erasure;
using Sluice.IO;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Ledger;
using Sluice.Rows;
using Sluice.Validation.Content;
using Sluice.Validation.Parsing;

namespace Sluice.Validation.Rows;

// How a reader becomes ready: from the start of a file, or from a position after complete records.
internal sealed partial class DatasetReader
{
    /// <summary>Opens a file at its start, and reads its header.</summary>
    /// <param name="dataset">The file's dataset.</param>
    /// <param name="limits">What the warehouse can hold exactly.</param>
    /// <param name="options">The settings of reading.</param>
    /// <param name="open">Opens the file at a byte offset.</param>
    /// <param name="hashing">Whether the prefix is hashed.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <param name="name">The file's name, whose extension may mean compression.</param>
    /// <param name="erased">Which rows are left out, or <see langword="null"/> for none.</param>
    /// <param name="origin">The file, whose path and time fields can have as values, or <see langword="null"/> if not known.</param>
    /// <param name="length">The file's length in bytes, without which no ZIP archive can be read, or <see langword="null"/>.</param>
    /// <param name="isChosen">Whether the dialect was chosen for this file before, and is not the dataset's.</param>
    /// <returns>The reader, before the first row.</returns>
    /// <exception cref="FileRefusedException">The file cannot be read as a file of the dataset.</exception>
    public static async Task<DatasetReader> StartAsync(
        Dataset dataset, WarehouseLimits limits, ReadOptions options, Func<long, CancellationToken, Task<Stream>> open, bool hashing,
        CancellationToken cancellationToken, string? name = null, ErasedRows? erased = null, FileOrigin? origin = null,
        long? length = null, bool isChosen = false)
    {
        var validator = NewValidator(dataset, limits, options, erased, origin);
        OpenedFile file;
        try
        {
            file = await new FileOpening(
                dataset, validator, d => NewValidator(d, limits, options, erased: null, origin), options, open, length, name)
                .OpenAsync(cancellationToken);
            if (file.Dialect.NullSequence != dataset.Dialect.NullSequence)
            {
                var old = validator;
                validator = NewValidator(dataset with { Dialect = file.Dialect }, limits, options, erased, origin);
                validator.EncodingName = old.EncodingName;
                old.Dispose();
            }
        }
        catch
        {
            validator.Dispose();
            throw;
        }

        var reader = new DatasetReader(
            dataset with { Dialect = file.Dialect }, validator, options, file.Content, default, hashing ? new XxHash128() : null,
            isChosen || dataset.Dialect.IsOpen);
        return await reader.PrepareAsync(reader.ReadHeaderAsync(file, cancellationToken));
    }

    /// <summary>Opens a file at a position after complete records.</summary>
    /// <param name="dataset">What the file should be.</param>
    /// <param name="limits">What the warehouse can hold exactly.</param>
    /// <param name="options">The largest record, the limits of inflation, the key of hashes.</param>
    /// <param name="open">Opens the file at a byte offset.</param>
    /// <param name="from">The position.</param>
    /// <param name="header">The header of the file.</param>
    /// <param name="dialect">The dialect that it was read with.</param>
    /// <param name="prefixHash">The hash of all bytes before, to continue with, or <see langword="null"/>.</param>
    /// <param name="lastKeys">The <see cref="LastKeys"/> at the position. Without them, the earlier rows are read again for their
    /// keys.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <param name="name">The file's name, which may say that it is compressed.</param>
    /// <param name="erased">Which rows are left out, or <see langword="null"/> for none.</param>
    /// <param name="origin">The file, whose path and time fields can have as values, or <see langword="null"/> if not known.</param>
    /// <param name="length">The file's length in bytes, without which no ZIP archive can be read, or <see langword="null"/>.</param>
    /// <returns>The reader, before the first row after the position.</returns>
    /// <exception cref="FileRefusedException">The header no longer fits the dataset.</exception>
    public static async Task<DatasetReader> ResumeAsync(
        Dataset dataset, WarehouseLimits limits, ReadOptions options, Func<long, CancellationToken, Task<Stream>> open, ReadPosition from,
        string header, CsvDialect dialect, XxHash128? prefixHash, IReadOnlyDictionary<string, long>? lastKeys,
        CancellationToken cancellationToken,
        string? name = null, ErasedRows? erased = null, FileOrigin? origin = null, long? length = null)
    {
        var isChosen = dataset.Dialect.IsOpen;
        dataset = dataset with { Dialect = dialect };
        var validator = NewValidator(dataset, limits, options, erased, origin);
        if (validator.HasKeys && !validator.TryStartAfter(lastKeys))
        {
            validator.Dispose();
            var start = await StartAsync(
                dataset, limits, options, open, hashing: false, cancellationToken, name, erased, origin, length, isChosen);
            return await start.PrepareAsync(start.PassAsync(from, prefixHash, cancellationToken));
        }

        Stream rest;
        try
        {
            rest = await open(from.Offset, cancellationToken);
        }
        catch
        {
            validator.Dispose();
            throw;
        }

        var reader = new DatasetReader(dataset, validator, options, FileContent.OfRest(rest), from, prefixHash, isChosen);
        return await reader.PrepareAsync(reader.ContinueAsync(from, header, cancellationToken));
    }

    private static RowValidator NewValidator(
        Dataset dataset, WarehouseLimits limits, ReadOptions options, ErasedRows? erased, FileOrigin? origin) =>
        options.HashKey.Length < ReadOptions.ShortestHashKey && dataset.Schema.Fields.Any(f => f.Sensitive == Sensitivity.Hash)
            ? throw new InvalidOperationException(
                $"Dataset {dataset.Name} has fields to hash (sluice:sensitive), but there is no key: set Sensitive__HashKey.")
            : new RowValidator(dataset, limits, options.HashKey, erased, origin);

    /// <summary>Waits until the reader is ready, and disposes it if that fails.</summary>
    private async Task<DatasetReader> PrepareAsync(Task preparing)
    {
        try
        {
            await preparing;
            return this;
        }
        catch (Exception e)
        {
            if (e is FileRefusedException refused)
            {
                (refused.Columns, refused.BytesRead) = (Columns, BytesRead);
            }

            await DisposeAsync();
            throw;
        }
    }

    private async Task ReadHeaderAsync(OpenedFile file, CancellationToken cancellationToken)
    {
        var endsWithDelimiter = file.EndsWithDelimiter;
        await records.OpenAsync(content.Mark, rowsBefore: 0, dataset.Dialect.Delimiter, cancellationToken);
        var header = new HeaderReader(dataset);
        await header.ReadAsync(records.Parser, cancellationToken);
        filter = NewFilter(dataset.Dialect.Delimiter ?? $"{records.Parser.Delimiter}", header.Rows);
        if (header.IsEmpty)
        {
            Dialect = dataset.Dialect with { Delimiter = dataset.Dialect.Delimiter ?? CsvDialect.Default.Delimiter };
            return;
        }

        Columns = endsWithDelimiter && header.Names[^1].Trim() is not ("" or SystemColumns.Errors) ? [.. header.Names, ""] : header.Names;
        await SetHeaderAsync(header, file.Hint, cancellationToken);
        validator.EndsWithNothing |= endsWithDelimiter;
        rowsToDecide = endsWithDelimiter ? 2 : 1;
        Header = (header.IsByOrder
            ? header.WriteNames()
            : Encoding.UTF8.GetString(input.Kept(header.Extent.Start, header.Extent.End)).TrimStart('\uFEFF'))
            + (Columns.Count > header.Names.Count ? dataset.Dialect.Delimiter : "");
        Dialect = dataset.Dialect with { Delimiter = dataset.Dialect.Delimiter ?? $"{records.Parser.Delimiter}" };
        if (header.IsOnData)
        {
            await records.SettleAsync(cancellationToken);
            MarkComplete();
        }
        else
        {
            await records.EndHeaderAsync(cancellationToken);
            await AdvanceAsync(cancellationToken);
        }
    }

    private async Task ContinueAsync(ReadPosition from, string header, CancellationToken cancellationToken)
    {
        await ParseHeaderAsync(header, cancellationToken);
        Header = header;
        Dialect = dataset.Dialect;
        Position = from;
        (completeOffset, completeRecords, completeRejected, completeErased) = (from.Offset, from.Records, from.Rejected, from.Erased);
        (recordNumber, rejected, erased) = (from.Records, from.Rejected, from.Erased);
        validator.MarkKeys();
        await records.EndHeaderAsync(cancellationToken);
        await records.OpenAsync(skip: 0, dataset.Dialect.HeaderRows[^1], dataset.Dialect.Delimiter, cancellationToken);
        await AdvanceAsync(cancellationToken);
    }

    /// <summary>Reads the rows before a position again, only for their keys.</summary>
    private async Task PassAsync(ReadPosition from, XxHash128? prefixHash, CancellationToken cancellationToken)
    {
        var batch = ColumnBatch.ForReading(dataset.Schema);
        var rejects = new List<Reject>();
        (lastRow, lastOffset) = (from.Records, from.Offset);
        while (await ReadAsync(batch, rejects, cancellationToken))
        {
        }

        // Continue at the position, not after empty lines that may follow the last row: these are not in the hash yet.
        (lastRow, lastOffset) = (long.MaxValue, long.MaxValue);
        Position = from;
        (rejected, erased) = (from.Rejected, from.Erased);
        hash = prefixHash;
    }

    private async Task ParseHeaderAsync(string header, CancellationToken cancellationToken)
    {
        var reader = new HeaderReader(dataset with { Dialect = dataset.Dialect with { Header = true } });
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(header));
        using var names = NewHeaderParser(stream, dataset.Dialect.Delimiter!);
        await reader.ReadAsync(names, cancellationToken);
        Columns = reader.Names;
        filter = NewFilter(dataset.Dialect.Delimiter!, reader.Rows);
        var match = validator.SetHeader(reader.Names, isByOrder: !dataset.Dialect.Header && reader.Names[^1] != SystemColumns.Errors);
        if (match.IsRefused)
        {
            throw match.Refuse();
        }
    }

    // A dialect that was chosen has comments only where they are no rows.
    private RowFilter NewFilter(string delimiter, IReadOnlyList<IReadOnlyList<string>> headers)
    {
        var comment = isChosen ? dataset.Dialect.CommentChar : null;
        return new RowFilter(dataset.Dialect with { Delimiter = delimiter, CommentChar = comment }, headers, dataset.Footer);
    }

    private async Task SetHeaderAsync(HeaderReader header, string? openingHint, CancellationToken cancellationToken)
    {
        var hint = header.TerminatorHint ?? content.Hint ?? openingHint ?? NoHeaderHint;
        try
        {
            var match = validator.SetHeader(Columns, header.IsByOrder);
            hint = hint == NoHeaderHint ? null : hint;
            drift = match.Drift;
            if (match.IsRefused)
            {
                await LookAheadAsync(header.IsOnData, cancellationToken);
                throw match.Refuse();
            }
        }
        catch (FileRefusedException e) when (hint is not null)
        {
            throw new FileRefusedException($"{e.Message} {hint}") { Changes = e.Changes };
        }
    }

    /// <summary>
    /// The differences between the columns of the file and the schema, without reading its rows. Reading cannot go on after that.
    /// </summary>
    public async Task<IReadOnlyList<ColumnChange>> LookAtColumnsAsync(CancellationToken cancellationToken)
    {
        await LookAheadAsync(isOnData: true, cancellationToken);
        return drift?.ToChanges(isRefused: false) ?? [];
    }

    /// <summary>Looks at the first values of the new columns.</summary>
    private async Task LookAheadAsync(bool isOnData, CancellationToken cancellationToken)
    {
        try
        {
            for (; drift is { WantsRecords: true }; isOnData = false)
            {
                if (!isOnData)
                {
                    await records.AdvanceAsync(cancellationToken);
                }

                if (records.Parser.State != RecordState.Record)
                {
                    return;
                }

                drift.Observe(records.Parser);
            }
        }
        catch (FileRefusedException)
        {
            // The file has another fault further on, but its columns are the first.
        }
    }

    private RecordParser NewHeaderParser(Stream stream, string delimiter)
    {
        var dialect = dataset.Dialect.Header ? dataset.Dialect : dataset.Dialect with { Header = true, HeaderRows = [1] };
        return dialect.IsUnusual
            ? new DialectRecordParser(stream, 0, 0, dialect, delimiter, options.MaxRecordBytes, BufferSize)
            : new CsvRecordParser(stream, 0, dialect, delimiter[0], options.MaxRecordBytes, BufferSize);
    }
}
