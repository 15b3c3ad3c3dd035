using System.Text;

namespace Sluice.Validation;

/// <summary>A small set of texts as UTF-8, looked up by bytes: no string is made of what is looked up.</summary>
internal sealed class ByteSet
{
    private readonly byte[][][] byLength;

    public ByteSet(IEnumerable<string> texts)
    {
        var values = texts.Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes).ToArray();
        byLength = new byte[values.Length == 0 ? 0 : values.Max(v => v.Length) + 1][][];
        for (var length = 0; length < byLength.Length; length++)
        {
            byLength[length] = [.. values.Where(v => v.Length == length)];
        }
    }

    public bool Contains(ReadOnlySpan<byte> text)
    {
        if (text.Length >= byLength.Length)
        {
            return false;
        }

        foreach (var candidate in byLength[text.Length])
        {
            if (text.SequenceEqual(candidate))
            {
                return true;
            }
        }

        return false;
    }
}
