using System.Text;

namespace Sluice.Text;

/// <summary>
/// A set of texts, stored as UTF-8. A lookup by bytes allocates no string, and its time does not grow with the number of texts.
/// </summary>
internal sealed class ByteSet
{
    // Up to this many texts of one length, comparing is faster than hashing.
    private const int MostCompared = 8;

    private readonly byte[][][] byLength;
    private readonly HashSet<byte[]>.AlternateLookup<ReadOnlySpan<byte>> many;

    public ByteSet(IEnumerable<string> texts)
    {
        var values = texts.Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes).ToLookup(v => v.Length);
        byLength = new byte[values.Select(v => v.Key + 1).DefaultIfEmpty().Max()][][];
        for (var length = 0; length < byLength.Length; length++)
        {
            byLength[length] = [.. values[length]];
        }

        many = byLength.Where(v => v.Length > MostCompared).SelectMany(v => v)
            .ToHashSet(ByteComparer.Instance)
            .GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public bool Contains(ReadOnlySpan<byte> text)
    {
        if (text.Length >= byLength.Length)
        {
            return false;
        }

        var candidates = byLength[text.Length];
        if (candidates.Length > MostCompared)
        {
            return many.Contains(text);
        }

        foreach (var candidate in candidates)
        {
            if (text.SequenceEqual(candidate))
            {
                return true;
            }
        }

        return false;
    }
}
