using System.Text;

namespace Sluice.Text;

/// <summary>
/// A set of texts as UTF-8, looked up by bytes: no string is made of what is looked up, and many texts take no longer than few.
/// </summary>
internal sealed class ByteSet
{
    // So many texts of one length are compared sooner than hashed.
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
