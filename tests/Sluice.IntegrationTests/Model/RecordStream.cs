using System.Text;

namespace Sluice.IntegrationTests.Model;

/// <summary>
/// The bytes of an endless CSV as people have them: with one of a few delimiters, lines above the header, a delimiter at the end of each
/// line, headers that occur again, lines of nothing. The versions of a growing file are longer and longer beginnings of it, which may end
/// within a quoted field, a key, a line break or a character.
/// </summary>
internal sealed class RecordStream
{
    /// <summary>The greatest number of a record.</summary>
    public const int Most = 100_000;

    /// <summary>Greater than each key of a record.</summary>
    public const int Keys = 400;

    private static readonly string[] Names = ["Ann", "\"Bob, the \"\"Builder\"\"\"", "\"two\nlines, 3,4\"", "Zoë", "日本語", "\"😀 😀\"", ""];

    private readonly Random random;
    private readonly string lineBreak;
    private readonly double rejectShare;
    private readonly double noRowShare;
    private readonly char delimiter;
    private readonly string end;
    private readonly List<byte> bytes = [];

    public RecordStream(Random random)
    {
        this.random = new Random(random.Next());
        lineBreak = random.Next(2) == 0 ? "\n" : "\r\n";
        rejectShare = random.Next(3) switch { 0 => 0, 1 => 0.01, _ => 0.2 };
        noRowShare = this.random.Next(3) == 0 ? 0.05 : 0;
        delimiter = PlainReader.Delimiters[Math.Max(0, this.random.Next(5) - 2)];
        end = this.random.Next(4) == 0 ? $"{delimiter}{lineBreak}" : lineBreak;
        if (this.random.Next(4) == 0)
        {
            Write($"Report, made by hand{lineBreak}{lineBreak}Year; 2024{lineBreak}");
        }

        Write(Header);
        HeaderLength = (int)bytes.Count;
    }

    private string Header => $"{PlainReader.HeaderOf(delimiter)}{end}";

    /// <summary>The bytes of the header with its line break, and those above it. Each file has them.</summary>
    public int HeaderLength { get; }

    /// <summary>The first bytes, as many as asked for.</summary>
    public byte[] Take(int count)
    {
        while (bytes.Count < count)
        {
            Write(Record());
        }

        return [.. bytes.Take(count)];
    }

    private void Write(string text) => bytes.AddRange(Encoding.UTF8.GetBytes(text));

    private string Record()
    {
        if (random.NextDouble() < noRowShare)
        {
            return random.Next(2) == 0 ? Header : $"{delimiter}{delimiter}{end}";
        }

        var n = random.NextDouble() < rejectShare ? "x" : random.Next(5) == 0 ? "" : $"{random.Next(Most)}";
        var more = random.NextDouble() < rejectShare / 4 ? $"{delimiter}more" : "";
        return $"{Names[random.Next(Names.Length)]}{delimiter}{n}{delimiter}{random.Next(1, Keys)}{more}{end}";
    }
}
