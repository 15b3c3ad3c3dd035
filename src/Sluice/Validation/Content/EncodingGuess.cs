using Sluice.IO;
using Sluice.Lake;
using Sluice.Text;

namespace Sluice.Validation.Content;

/// <summary>The encoding of a file, guessed from its bytes.</summary>
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
    /// <summary>As many sequences beyond ASCII decide about a file that is to be loaded.</summary>
    public const long Enough = 10_000;

    private const int BlockSize = 256 * 1024;
    private const string Utf8Name = "utf-8";
    private const string WindowsName = "windows-1252";

    // The only other common encoding whose text is rarely valid windows-1252.
    private const string JapaneseName = "shift_jis";

    /// <summary>Guesses the encoding of a file.</summary>
    /// <param name="open">Opens the file at a byte offset.</param>
    /// <param name="length">Its length, without which no ZIP archive can be read, or <see langword="null"/>.</param>
    /// <param name="name">Its name, whose extension may mean compression.</param>
    /// <param name="options">The limits of inflation.</param>
    /// <param name="enough">How many sequences beyond ASCII decide.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="FileRefusedException">The file is not a CSV, by its first bytes or its name.</exception>
    public static async Task<EncodingGuess> OfAsync(
        Func<long, CancellationToken, Task<Stream>> open, long? length, string? name, ReadOptions options, long enough,
        CancellationToken cancellationToken)
    {
        var content = await OpenAsync(Utf8Name);
        await using var stream = content.Stream;
        if (content.Encoding != Utf8Name)
        {
            return new(Utf8Name, IsCertain: true, 0);
        }

        var scan = new Utf8Scan();
        await scan.ReadAsync(stream, enough, cancellationToken);
        if (content.Mark == 0 && scan.Utf16Name is { } wide)
        {
            return new(wide, IsCertain: false, 0);
        }

        if (content.Mark > 0 || scan.Valid >= scan.Invalid)
        {
            return new(Utf8Name, IsCertain: content.Mark > 0 || scan.Valid == 0, scan.Invalid);
        }

        var windows = await CountAsync(await OpenAsync(WindowsName), enough, cancellationToken);
        var japanese = windows.Invalid > 0 ? await CountAsync(await OpenAsync(JapaneseName), enough, cancellationToken) : default;
        return windows.Invalid > 0 && japanese.Invalid * windows.All < windows.Invalid * japanese.All
            ? new(JapaneseName, IsCertain: false, japanese.Invalid)
            : new(WindowsName, IsCertain: false, windows.Invalid);

        Task<FileContent> OpenAsync(string encoding) =>
            FileContent.OfFileAsync(open, length, name, encoding, options, cancellationToken);
    }

    /// <summary>Counts the characters beyond ASCII of a file in an encoding, and its invalid bytes.</summary>
    private static async Task<(long Invalid, long All)> CountAsync(
        FileContent content, long enough, CancellationToken cancellationToken)
    {
        await using var stream = content.Stream;
        var block = new byte[BlockSize];
        var (invalid, all) = (0L, 0L);
        var skipped = 0;
        while (all < enough && await stream.ReadAsync(block, cancellationToken) is > 0 and var count)
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
