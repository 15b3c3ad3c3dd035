using Sluice.IO;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Validation.Content;
using Sluice.Validation.Dialects;

namespace Sluice.Validation.Rows;

/// <summary>Opens a file, and chooses its encoding and its dialect where the dataset leaves them open.</summary>
/// <param name="dataset">The dataset.</param>
/// <param name="validator">The validator of its rows.</param>
/// <param name="newValidator">Creates a validator for a dataset that differs from this one in how its columns are found.</param>
/// <param name="options">The settings of reading.</param>
/// <param name="open">Opens the file at a byte offset.</param>
/// <param name="length">Its length, without which no ZIP archive can be read, or <see langword="null"/>.</param>
/// <param name="name">The file's name, whose extension may mean compression.</param>
internal sealed class FileOpening(
    Dataset dataset, RowValidator validator, Func<Dataset, RowValidator> newValidator, ReadOptions options,
    Func<long, CancellationToken, Task<Stream>> open, long? length, string? name)
{
    private const string Utf8 = "utf-8";

    /// <summary>Opens the file.</summary>
    /// <exception cref="FileRefusedException">It is not a CSV, by its first bytes or its name.</exception>
    public async Task<OpenedFile> OpenAsync(CancellationToken cancellationToken)
    {
        var encoding = dataset.Encoding == Dataset.AutoEncoding
            ? (await EncodingGuess.OfAsync(open, length, name, options, EncodingGuess.Enough, cancellationToken)).Name
            : dataset.Encoding;
        var content = await OpenAsync(encoding, cancellationToken);
        try
        {
            var (found, start) = await ChooseAsync(content, cancellationToken);
            if (!found.Fits && dataset.Dialect.IsOpen && content is { Encoding: Utf8, Mark: 0 }
                && await FindEncodingAsync(start, cancellationToken) is { } other
                && await TryOtherAsync(other, cancellationToken) is { } better)
            {
                await content.Stream.DisposeAsync();
                return better;
            }

            if (found.RowAbove > 0)
            {
                throw new FileRefusedException(
                    $"The header is in row {found.Dialect.HeaderRows[0]}, but row {found.RowAbove} above it has values of the fields. "
                    + "Was the file sorted, or made of two? Move the header to the top, or give the dialect \"headerRows\".");
            }

            return With(content, found, found.Fits ? null : await AdviseAsync(content, cancellationToken));
        }
        catch
        {
            await content.Stream.DisposeAsync();
            throw;
        }
    }

    private static OpenedFile With(FileContent content, DialectCandidate found, string? hint = null) =>
        new(content, found.Dialect, found.EndsWithDelimiter, hint);

    private async Task<FileContent> OpenAsync(string encoding, CancellationToken cancellationToken)
    {
        var content = await FileContent.OfFileAsync(open, length, name, encoding, options, cancellationToken);
        validator.EncodingName = content.Encoding;
        return content;
    }

    private async Task<(DialectCandidate Found, ReadOnlyMemory<byte> Start)> ChooseAsync(
        FileContent content, CancellationToken cancellationToken)
    {
        var start = await content.PeekAsync(DialectSearch.SampleBytes, cancellationToken);
        return (await SearchAsync(dataset, validator, content, start, cancellationToken), start);
    }

    private async Task<DialectCandidate> SearchAsync(
        Dataset dataset, RowValidator validator, FileContent content, ReadOnlyMemory<byte> start, CancellationToken cancellationToken)
    {
        var probe = new RowProbe(validator, dataset.Schema);

        // In a dialect with a null sequence, fields have one more missing value.
        RowValidator? other = null;
        try
        {
            var sample = new DialectSample(
                dataset,
                d => d.NullSequence == dataset.Dialect.NullSequence
                    ? probe
                    : new RowProbe(other ??= newValidator(dataset with { Dialect = d }), dataset.Schema),
                start[content.Mark..],
                isWhole: start.Length < DialectSearch.SampleBytes);
            return await new DialectSearch(dataset, sample).FindAsync(cancellationToken);
        }
        finally
        {
            other?.Dispose();
        }
    }

    private async Task<string?> AdviseAsync(FileContent content, CancellationToken cancellationToken)
    {
        var start = await content.PeekAsync(DialectSearch.SampleBytes, cancellationToken);
        foreach (var (other, advice) in DialectAdvice.Of(dataset))
        {
            using var validatorOfOther = newValidator(other);
            var better = await SearchAsync(other, validatorOfOther, content, start, cancellationToken);
            if (better is { Fits: true, Found: > 0 })
            {
                return advice(better.Dialect);
            }
        }

        return dataset.Header == HeaderPolicy.Auto
            ? "Its columns cannot be read by their order either: their number, or the values of the first rows, do not fit the fields."
            : null;
    }

    // A header in another encoding is no UTF-8, or no field is found in it.
    private async Task<string?> FindEncodingAsync(ReadOnlyMemory<byte> start, CancellationToken cancellationToken)
    {
        var guess = await EncodingGuess.OfAsync(
            (_, _) => Task.FromResult<Stream>(new MemoryStream(start.ToArray())), start.Length, null, options, EncodingGuess.Enough,
            cancellationToken);
        return guess.Name == Utf8 ? null : guess.Name;
    }

    private async Task<OpenedFile?> TryOtherAsync(string encoding, CancellationToken cancellationToken)
    {
        var content = await OpenAsync(encoding, cancellationToken);
        var (found, _) = await ChooseAsync(content, cancellationToken);
        if (found.Fits)
        {
            return With(content, found);
        }

        await content.Stream.DisposeAsync();
        validator.EncodingName = Utf8;
        return null;
    }
}
