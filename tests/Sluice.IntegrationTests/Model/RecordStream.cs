using System.Text;

namespace Sluice.IntegrationTests.Model;

/// <summary>
/// The bytes of an endless CSV. The versions of a growing file are longer and longer beginnings of it, which may end within a quoted
/// field, a key, a line break or a character.
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
    private readonly List<byte> bytes = [];

    public RecordStream(Random random)
    {
        this.random = new Random(random.Next());
        lineBreak = random.Next(2) == 0 ? "\n" : "\r\n";
        rejectShare = random.Next(3) switch { 0 => 0, 1 => 0.01, _ => 0.2 };
        Write($"{PlainReader.Header}{lineBreak}");
        HeaderLength = (int)bytes.Count;
    }

    /// <summary>The bytes of the header with its line break. Each file has it.</summary>
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
        var n = random.NextDouble() < rejectShare ? "x" : random.Next(5) == 0 ? "" : $"{random.Next(Most)}";
        var more = random.NextDouble() < rejectShare / 4 ? ",more" : "";
        return $"{Names[random.Next(Names.Length)]},{n},{random.Next(1, Keys)}{more}{lineBreak}";
    }
}
