using Sluice.IO;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Text;
using Sluice.Validation.Content;
using Sluice.Validation.Rows;

namespace Sluice.Inference;

/// <summary>The encoding of a file, guessed from all of its bytes.</summary>
/// <remarks>
/// A byte order mark decides. Without one, a file is UTF-8 if at least half of its sequences beyond ASCII are valid UTF-8. Text in other
/// encodings is rarely valid UTF-8, so the invalid rest are damaged bytes: it is better to reject their rows than to misread all others.
/// Any other file is windows-1252, as most are, unless Shift JIS decodes more of its bytes.
/// </remarks>
/// <param name="Name">Its name.</param>
/// <param name="IsCertain">Whether it is certain: the file has a byte order mark, or only ASCII.</param>
/// <param name="Invalid">The number of byte sequences that are not valid in it.</param>
internal sealed record EncodingGuess(string Name, bool IsCertain, long Invalid)
{
    private const string Utf8Name = "utf-8";
    private const string WindowsName = "windows-1252";

    // The only other common encoding whose text is rarely valid windows-1252.
    private const string JapaneseName = "shift_jis";

    /// <summary>Guesses the encoding of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">The limits of inflation.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="FileRefusedException">The file is not a CSV, by its first bytes or its name.</exception>
    public static async Task<EncodingGuess> OfAsync(FileSource file, ReadOptions options, CancellationToken cancellationToken)
    {
        var content = await OpenAsync(file, Utf8Name, options, cancellationToken);
        await using var stream = content.Stream;
        if (content.Encoding != Utf8Name)
        {
            return new(Utf8Name, IsCertain: true, 0);
        }

        var scan = new Utf8Scan();
        await scan.ReadAsync(stream, cancellationToken);
        if (content.Mark == 0 && scan.Utf16Name is { } name)
        {
            return new(name, IsCertain: false, 0);
        }

        if (content.Mark > 0 || scan.Valid >= scan.Invalid)
        {
            return new(Utf8Name, IsCertain: content.Mark > 0 || scan.Valid == 0, scan.Invalid);
        }

        var windows = await CountAsync(file, WindowsName, options, cancellationToken);
        var japanese = windows.Invalid > 0 ? await CountAsync(file, JapaneseName, options, cancellationToken) : default;
        return windows.Invalid > 0 && japanese.Invalid * windows.All < windows.Invalid * japanese.All
            ? new(JapaneseName, IsCertain: false, japanese.Invalid)
            : new(WindowsName, IsCertain: false, windows.Invalid);
    }

    private static async Task<FileContent> OpenAsync(
        FileSource file, string encoding, ReadOptions options, CancellationToken cancellationToken) =>
        await FileContent.OfFileAsync(
            file.Open, file.Length, file.Name, ProbeDataset.Create(encoding, CsvDialect.Default, []), options,
            cancellationToken);

    /// <summary>Counts the characters beyond ASCII of a file in an encoding, and its invalid bytes.</summary>
    private static async Task<(long Invalid, long All)> CountAsync(
        FileSource file, string encoding, ReadOptions options, CancellationToken cancellationToken)
    {
        var content = await OpenAsync(file, encoding, options, cancellationToken);
        await using var stream = content.Stream;
        var block = new byte[DatasetReader.BufferSize];
        var (invalid, all) = (0L, 0L);
        var skipped = 0;
        while (await stream.ReadAsync(block, cancellationToken) is > 0 and var count)
        {
            foreach (var b in block.AsSpan(0, count))
            {
                if (skipped > 0)
                {
                    skipped--;
                }
                else if (b >= 0xC2)
                {
                    all++;
                    invalid += b == InvalidByte.Mark ? 1 : 0;
                    skipped = b == InvalidByte.Mark ? InvalidByte.Length - 1 : 0;
                }
            }
        }

        return (invalid, all);
    }
}
