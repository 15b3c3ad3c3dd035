using System.Text;
using Sluice.Text;

namespace Sluice.IO;

/// <summary>Transcodes a file to UTF-8. Bytes that are not valid in its encoding become <see cref="InvalidByte"/>s.</summary>
internal sealed class TranscodingStream : ForwardStream
{
    private const int BlockSize = 64 * 1024;

    // The fallback's characters in UTF-8 are EF B7 90 to EF B7 9F.
    private const int MarkLength = 3;

    private readonly Decoder decoder;
    private readonly Encoding encoding;
    private readonly bool hasControls;
    private readonly byte[] block = new byte[BlockSize];
    private readonly char[] chars;
    private readonly byte[] utf8;
    private int start;
    private int end;
    private bool ended;

    /// <summary>Creates a stream.</summary>
    /// <param name="source">The file after its byte order mark; disposed with this stream.</param>
    /// <param name="encoding">Its encoding.</param>
    public TranscodingStream(Stream source, Encoding encoding)
        : base(source)
    {
        this.encoding = (Encoding)encoding.Clone();
        this.encoding.DecoderFallback = new InvalidByteFallback(keepsAscii: encoding is not (UnicodeEncoding or UTF32Encoding));
        decoder = this.encoding.GetDecoder();
        chars = new char[this.encoding.GetMaxCharCount(BlockSize)];
        utf8 = new byte[Encoding.UTF8.GetMaxByteCount(chars.Length)];

        // The framework decodes unassigned bytes of Windows code pages as control characters. In a text these are invalid.
        hasControls = this.encoding.CodePage is not (874 or (>= 1250 and <= 1258));
    }

    /// <summary>The number of bytes of the file that a piece of the UTF-8 output came from.</summary>
    public long SourceLength(ReadOnlySpan<byte> text)
    {
        var length = 0L;
        while (text.Length > 0)
        {
            var mark = text.IndexOf(InvalidByte.Mark);
            length += ValidLength(mark < 0 ? text : text[..mark]);
            length += mark < 0 ? 0 : 1;
            text = mark < 0 ? default : text[Math.Min(text.Length, mark + InvalidByte.Length)..];
        }

        return length;
    }

    public override int Read(Span<byte> buffer)
    {
        while (start == end && !ended)
        {
            Fill(Source.Read(block));
        }

        return ReadBuffered(buffer);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (start == end && !ended)
        {
            Fill(await Source.ReadAsync(block, cancellationToken));
        }

        return ReadBuffered(buffer.Span);
    }

    private long ValidLength(ReadOnlySpan<byte> text) => encoding switch
    {
        UnicodeEncoding => Encoding.UTF8.GetCharCount(text) * 2L,
        UTF32Encoding => TextLength.Count(text) * 4L,
        { IsSingleByte: true } => TextLength.Count(text),
        _ => encoding.GetByteCount(Encoding.UTF8.GetString(text)),
    };

    private void Fill(int count)
    {
        ended = count == 0;
        var decoded = decoder.GetChars(block.AsSpan(0, count), chars, flush: ended);
        start = 0;
        end = Encoding.UTF8.GetBytes(chars.AsSpan(0, decoded), utf8);
        if (utf8.AsSpan(0, end).IndexOf((ReadOnlySpan<byte>)[0xEF, 0xB7]) >= 0)
        {
            MarkInvalid();
        }

        if (!hasControls && utf8.AsSpan(0, end).Contains((byte)0xC2))
        {
            MarkControls();
        }
    }

    private int ReadBuffered(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, end - start);
        utf8.AsSpan(start, count).CopyTo(buffer);
        start += count;
        return count;
    }

    // In place: two characters of three bytes each become one mark of three bytes, so the text never grows.
    private void MarkInvalid()
    {
        var written = 0;
        for (var i = 0; i < end;)
        {
            if (IsHalf(i) && IsHalf(i + MarkLength))
            {
                InvalidByte.Write(utf8.AsSpan(written), (byte)(((utf8[i + 2] & 15) << 4) | (utf8[i + MarkLength + 2] & 15)));
                written += InvalidByte.Length;
                i += MarkLength * 2;
            }
            else
            {
                utf8[written++] = utf8[i++];
            }
        }

        end = written;
    }

    private bool IsHalf(int at) => at + 2 < end && utf8[at] == 0xEF && utf8[at + 1] == 0xB7 && (utf8[at + 2] & 0xF0) == 0x90;

    // In place: a control character of two bytes becomes a mark of three, so the rest moves. The buffer is large enough, because each byte
    // of such a code page takes at most three bytes.
    private void MarkControls()
    {
        for (var i = 0; i + 1 < end; i++)
        {
            if (utf8[i] == 0xC2 && utf8[i + 1] is >= 0x80 and <= 0x9F)
            {
                var value = utf8[i + 1];
                utf8.AsSpan(i + 2, end - i - 2).CopyTo(utf8.AsSpan(i + InvalidByte.Length));
                InvalidByte.Write(utf8.AsSpan(i), value);
                end++;
                i += InvalidByte.Length - 1;
            }
        }
    }
}
