using System.IO.Compression;
using System.Text;
using Sluice.IO;
using Sluice.Lake;
using Sluice.Text;
using Sluice.Validation.Parsing;

namespace Sluice.Validation.Content;

/// <summary>A file as UTF-8 text: inflated if it is compressed, transcoded if it is in another encoding.</summary>
internal sealed class FileContent
{
    private readonly CountingStream? counted;
    private readonly TranscodingStream? transcoding;
    private readonly int skipped;

    private FileContent(
        Stream stream, CountingStream? counted, TranscodingStream? transcoding, string encoding, int mark, int skipped,
        string? hint = null)
    {
        Stream = stream;
        this.counted = counted;
        this.transcoding = transcoding;
        this.skipped = skipped;
        Encoding = encoding;
        Mark = mark;
        Hint = hint;
    }

    /// <summary>The text; its user disposes it.</summary>
    public Stream Stream { get; private set; }

    /// <summary>The name of the file's encoding.</summary>
    public string Encoding { get; }

    /// <summary>The length of the byte order mark that the text begins with.</summary>
    public int Mark { get; }

    /// <summary>What the file may be instead of a CSV, for a header that does not fit; <see langword="null"/> if nothing else.</summary>
    public string? Hint { get; }

    /// <summary>Whether the bytes are the file's own. Only then can a load resume in the middle of the file.</summary>
    public bool IsPlain => counted is null;

    /// <summary>The bytes of the file read so far; <see langword="null"/> if they equal those of the text.</summary>
    public long? BytesRead => counted?.Count;

    /// <summary>Returns the first bytes of the text, which are read again afterwards.</summary>
    /// <param name="count">Their number; fewer are returned only at the end of the text.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<ReadOnlyMemory<byte>> PeekAsync(int count, CancellationToken cancellationToken)
    {
        (var start, Stream) = await PeekAsync(Stream, count, cancellationToken);
        return start;
    }

    /// <summary>The text as the input of a parser.</summary>
    public LakeInput NewInput(long offset, long lines, byte[]? terminator) =>
        new(Stream, offset, lines, terminator, transcoding is null ? null : transcoding.SourceLength, skipped);

    /// <summary>Wraps the rest of a plain file, from an offset on.</summary>
    public static FileContent OfRest(Stream stream) => new(stream, null, null, "utf-8", 0, 0);

    /// <summary>Detects compression and encoding from the start of a file.</summary>
    /// <param name="open">Opens the file at a byte offset.</param>
    /// <param name="length">Its length, which a ZIP archive needs; <see langword="null"/> if not known.</param>
    /// <param name="name">Its name, whose extension may mean compression.</param>
    /// <param name="encoding">The name of its encoding, which a byte order mark overrides.</param>
    /// <param name="options">The limits of inflation.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="FileRefusedException">It is not a CSV, by its first bytes or its name.</exception>
    public static async Task<FileContent> OfFileAsync(
        Func<long, CancellationToken, Task<Stream>> open, long? length, string? name, string encoding, ReadOptions options,
        CancellationToken cancellationToken)
    {
        var stream = await open(0, cancellationToken);
        try
        {
            return await LookAsync(stream, s => Unzip(s, open, length), name, encoding, options, cancellationToken);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private static async Task<FileContent> LookAsync(
        Stream stream, Func<Stream, Stream> unzip, string? name, string encoding, ReadOptions options,
        CancellationToken cancellationToken)
    {
        var counted = new CountingStream(stream);
        var (start, content) = await PeekAsync(counted, FileSignature.Length, cancellationToken);
        var compression = FileSignature.FindCompression(start.Span);
        if (compression is null && start.Length > 0 && FileSignature.CompressionOfName(name) is { } promised)
        {
            throw new FileRefusedException($"The file's name says that it is compressed ({promised}), but its content is not.");
        }

        if (compression is not null)
        {
            var (format, inflate) = compression switch
            {
                "zstd" => ("Zstandard", s => new ZstdSharp.DecompressionStream(s, leaveOpen: false)),
                "zip" => ("ZIP", unzip),
                _ => ("gzip", (Func<Stream, Stream>)(s => new GZipStream(s, CompressionMode.Decompress, leaveOpen: false))),
            };
            (start, content) = await PeekAsync(
                new InflatingStream(content, format, inflate, options.MaxInflatedBytes, options.MaxInflation), FileSignature.Length,
                cancellationToken);
        }

        if (FileSignature.Find(start.Span) is { } signature)
        {
            throw new FileRefusedException($"The file is {signature}, not a CSV.") { IsNoTable = true };
        }

        var found = TextEncodings.FindMark(start.Span, out var mark) ?? TextEncodings.Find(encoding)!;
        var text = found.GetString(start.Span[mark..]);
        if (FileSignature.FindMarkup(text) is { } markup)
        {
            throw new FileRefusedException(
                $"The file is {markup}, not a CSV. Programs save one when a download fails or needs a sign-in.");
        }

        var hint = FileSignature.IsLikeJson(text) ? "The file looks like JSON, which is not read." : null;
        if (found is UTF8Encoding || found.CodePage == 20_127)
        {
            // ASCII is valid UTF-8. Other bytes are found as invalid UTF-8.
            return new FileContent(content, compression is null ? null : counted, null, "utf-8", mark, 0, hint);
        }

        if (mark > 0)
        {
            await content.ReadExactlyAsync(new byte[mark], cancellationToken);
        }

        var transcoding = new TranscodingStream(content, found);
        return new FileContent(transcoding, counted, transcoding, found.WebName, 0, mark, hint);
    }

    private static ZipFileStream Unzip(Stream stream, Func<long, CancellationToken, Task<Stream>> open, long? length) =>
        length is { } known
            ? new ZipFileStream(stream, open, known)
            : throw new FileRefusedException("The file is a ZIP archive, which cannot be read here, because its length is not known.");

    private static async Task<(ReadOnlyMemory<byte> Start, Stream Content)> PeekAsync(
        Stream stream, int length, CancellationToken cancellationToken)
    {
        var start = new byte[length];
        var count = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken);
        return (start.AsMemory(0, count), new PrefixedStream(start.AsMemory(0, count), stream));
    }
}
