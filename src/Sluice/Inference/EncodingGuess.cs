using Sluice.IO;
using Sluice.Lake;
using Sluice.Text;
using Sluice.Validation.Content;
using Sluice.Validation.Rows;

namespace Sluice.Inference;

/// <summary>The encoding of a file, found by all of its bytes.</summary>
/// <remarks>
/// A byte order mark says it. Without one a file is in UTF-8 if at least half of its sequences beyond ASCII are valid there: those of other
/// encodings are valid UTF-8 by rare chance, so what is not is a damaged byte, and its row is a reject rather than all others being read as
/// what they are not. A file that is not is of Windows, as nearly all are, unless another encoding knows more of its bytes.
/// </remarks>
/// <param name="Name">Its name.</param>
/// <param name="IsCertain">Whether it is sure: all is ASCII, or the file has a byte order mark.</param>
/// <param name="Invalid">How many sequences of bytes are not valid in it.</param>
internal sealed record EncodingGuess(string Name, bool IsCertain, long Invalid)
{
    private const string Utf8Name = "utf-8";
    private const string WindowsName = "windows-1252";

    // Of all others that are common this one has no byte in common with text of Windows but by chance.
    private const string JapaneseName = "shift_jis";

    /// <summary>Finds it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">The limits of inflation.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="FileRefusedException">It is no CSV, by its first bytes or its name.</exception>
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
            await file.Open(0, cancellationToken), file.Name, ProbeDataset.Create(encoding, Dialect.Default, []), options,
            cancellationToken);

    /// <summary>The characters beyond ASCII of a file in an encoding, and how many bytes it does not know.</summary>
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
