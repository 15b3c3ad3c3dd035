using System.Globalization;
using System.Text;

namespace Sluice.IntegrationTests.Model;

/// <summary>
/// Tells the rows and rejects of a file of <see cref="ModelLake"/>, byte by byte and in the simplest way. The real reader is compared
/// with it. Files have one of a few delimiters, which may also be at the end of each line, and lines above the header. Lines of nothing but
/// delimiters, and repeated headers, are no rows.
/// </summary>
internal static class PlainReader
{
    /// <summary>The delimiters that a file can have.</summary>
    public const string Delimiters = ",;\t";

    private static readonly string[] Names = ["name", "n", "id"];

    /// <summary>The header of a file.</summary>
    public static string HeaderOf(char delimiter) => string.Join(delimiter, Names);

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="most">The greatest number that is accepted.</param>
    public static PlainContent Read(string path, ReadOnlySpan<byte> content, long most)
    {
        var (rows, rejects, keys) = (new List<ModelRow>(), new List<ModelReject>(), new List<ModelKey>());
        var complete = long.MaxValue;
        var position = 0;
        var (delimiter, width) = Header(content, ref position);
        var (row, line, counted, isRow) = (0L, 1L, 0, false);
        while (position < content.Length)
        {
            var start = position;
            line += Breaks(content[counted..start]);
            counted = start;
            var fields = Record(content, delimiter, ref position);
            isRow = !IsNoRow(content[start..position], fields, delimiter, width);
            if (!isRow)
            {
                continue;
            }

            row++;
            var end = position;
            if (fields is null)
            {
                // A quote is open to the end of the file: the line is lost, and reading continues after it.
                complete = Math.Min(complete, row - 1);
                position = start;
                end = Line(content, ref position);
            }
            else
            {
                while (end > start && content[end - 1] is (byte)'\r' or (byte)'\n')
                {
                    end--;
                }
            }

            if (fields is [_, _, var text, ..] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var any))
            {
                keys.Add(new ModelKey(row, line, any));
            }

            // A delimiter at the end is no field if all lines have it. If there is only one line, it may be the first of them.
            if (fields is [_, _, _, ""] && (width > Names.Length || (row == 1 && position == content.Length)))
            {
                fields.RemoveAt(Names.Length);
            }

            if (fields is [var name, var n, var id] && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var key)
                && (n.Length == 0
                    || (long.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most)))
            {
                rows.Add(new ModelRow(
                    path, row, name.Length == 0 ? null : name, n.Length == 0 ? null : long.Parse(n, CultureInfo.InvariantCulture), key));
            }
            else
            {
                rejects.Add(new ModelReject(path, row, Encoding.UTF8.GetString(content[start..end])));
            }
        }

        return new PlainContent(rows, rejects, keys, Math.Min(complete, content[^1] != '\n' && isRow ? row - 1 : row));
    }

    /// <summary>Skips the header, and what is above it.</summary>
    /// <returns>The delimiter, and the number of columns.</returns>
    private static (byte Delimiter, int Width) Header(ReadOnlySpan<byte> content, ref int position)
    {
        while (true)
        {
            var start = position;
            var line = content[start..Line(content, ref position)];
            if (line.StartsWith("name"u8))
            {
                return (line[4], line.Count(line[4]) + 1);
            }
        }
    }

    // A repeated header, or nothing but delimiters.
    private static bool IsNoRow(ReadOnlySpan<byte> record, List<string>? fields, byte delimiter, int width) => fields is not null
        && ((fields.Count >= width && fields.Take(Names.Length).SequenceEqual(Names) && fields.Skip(Names.Length).All(f => f.Length == 0))
            || (record.Contains(delimiter) && !record.Contains((byte)'"') && fields.TrueForAll(f => f.Length == 0)));

    /// <summary>Skips a line.</summary>
    /// <returns>The end of the line, without its line break.</returns>
    private static int Line(ReadOnlySpan<byte> content, ref int position)
    {
        while (position < content.Length && content[position] is not ((byte)'\r' or (byte)'\n'))
        {
            position++;
        }

        var end = position;
        Break(content, ref position);
        return end;
    }

    private static int Breaks(ReadOnlySpan<byte> content)
    {
        var breaks = 0;
        for (var position = 0; position < content.Length;)
        {
            if (content[position] is (byte)'\r' or (byte)'\n')
            {
                breaks++;
                Break(content, ref position);
            }
            else
            {
                position++;
            }
        }

        return breaks;
    }

    private static void Break(ReadOnlySpan<byte> content, ref int position)
    {
        if (position < content.Length && content[position] == '\r')
        {
            position++;
        }

        if (position < content.Length && content[position] == '\n')
        {
            position++;
        }
    }

    /// <summary>Skips a record.</summary>
    /// <returns>Its fields, or <see langword="null"/> if the file ends within quotes.</returns>
    private static List<string>? Record(ReadOnlySpan<byte> content, byte delimiter, ref int position)
    {
        List<string> fields = [];
        while (true)
        {
            var field = new List<byte>();
            if (position < content.Length && content[position] == '"')
            {
                position++;
                while (true)
                {
                    if (position == content.Length)
                    {
                        return null;
                    }

                    var letter = content[position++];
                    if (letter == '"' && (position == content.Length || content[position] != '"'))
                    {
                        break;
                    }

                    position += letter == '"' ? 1 : 0;
                    field.Add(letter);
                }
            }

            while (position < content.Length && content[position] is not ((byte)'\r' or (byte)'\n') && content[position] != delimiter)
            {
                field.Add(content[position++]);
            }

            fields.Add(Encoding.UTF8.GetString([.. field]));
            if (position == content.Length || content[position] != delimiter)
            {
                Break(content, ref position);
                return fields;
            }

            position++;
        }
    }
}
