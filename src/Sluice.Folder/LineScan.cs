using System.Buffers;

namespace Sluice.Folder;

/// <summary>
/// Looks for line breaks outside of quotes, from a place in a file on. The dialect is not known, so this is a guess: a quote that is open
/// for long is taken for a character of a text. A wrong guess makes lines later, or shows a part of a record for a moment.
/// </summary>
/// <param name="start">The place, which is not in quotes.</param>
internal sealed class LineScan(long start)
{
    // A quoted value with more lines is not waited for.
    private const int MostOpenLines = 20;
    private const int MostOpenBytes = 64 * 1024;

    private static readonly SearchValues<byte> Marks = SearchValues.Create((byte)'"', (byte)'\n');

    private bool isOpen;
    private int openLines;
    private long closed;
    private long afterReturn;

    /// <summary>The offset after the last line break; 0 if there is none.</summary>
    public long Last { get; private set; }

    /// <summary>The offset after the last line break that ends a record; 0 if there is none.</summary>
    public long End => Last == 0 ? afterReturn
        : openLines > MostOpenLines || Last - closed > MostOpenBytes ? Last
        : closed;

    /// <summary>Looks at a block of bytes.</summary>
    /// <param name="block">The bytes.</param>
    /// <param name="offset">Where they are in the file.</param>
    /// <param name="isLast">Whether nothing follows.</param>
    /// <returns>How many of the bytes were looked at: all but the last one, which belongs to the next block too.</returns>
    public int Add(ReadOnlySpan<byte> block, long offset, bool isLast)
    {
        var length = isLast || block.Length < 2 ? block.Length : block.Length - 1;
        for (var at = 0; at < length && block[at..length].IndexOfAny(Marks) is var next and >= 0; at++)
        {
            at += next;
            if (block[at] == (byte)'"')
            {
                isOpen = !isOpen;
            }
            else if (AfterBreak(block, at, offset) is { } after)
            {
                AddBreak(after);
            }
        }

        // A carriage return ends a line only if the file has no other line breaks. The last byte may be the first half of one.
        var found = Last > 0 || length == 0 ? -1 : block[..(isLast ? length - 1 : length)].LastIndexOf((byte)'\r');
        afterReturn = found < 0 ? afterReturn : offset + found + 1;
        return length;
    }

    private void AddBreak(long after)
    {
        // In the middle of a file, the first line break is taken for the end of a record.
        isOpen &= Last > 0 || start == 0;
        Last = after;
        openLines = isOpen ? openLines + 1 : 0;
        closed = isOpen ? closed : after;
    }

    // In UTF-16 with the low byte first, a line break has a second byte. It may not be written yet: then it is no line break yet.
    private static long? AfterBreak(ReadOnlySpan<byte> block, int at, long offset)
    {
        var isEven = (offset + at) % 2 == 0;
        return isEven && at + 1 < block.Length && block[at + 1] == 0 ? offset + at + 2
            : isEven && at + 1 == block.Length && at >= 2 && block[at - 1] == 0 && block[at - 2] != 0 ? null
            : offset + at + 1;
    }
}
