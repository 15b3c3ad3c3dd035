using System.Globalization;
using System.Text;

namespace Sluice.Local.Generate.Tables;

/// <summary>Builds text from parts in one reused buffer.</summary>
internal sealed class Utf8Text
{
    private readonly byte[] bytes = new byte[4096];
    private int length;

    public ReadOnlySpan<byte> Span => bytes.AsSpan(0, length);

    public Utf8Text Clear()
    {
        length = 0;
        return this;
    }

    public Utf8Text Append(ReadOnlySpan<byte> part)
    {
        part.CopyTo(bytes.AsSpan(length));
        length += part.Length;
        return this;
    }

    public Utf8Text Append<T>(T value, ReadOnlySpan<char> format = default)
        where T : IUtf8SpanFormattable
    {
        value.TryFormat(bytes.AsSpan(length), out var written, format, CultureInfo.InvariantCulture);
        length += written;
        return this;
    }

    /// <summary>Appends a template with a number in place of its first <c>#</c>.</summary>
    public Utf8Text AppendTemplate(ReadOnlySpan<byte> template, int number)
    {
        var mark = template.IndexOf((byte)'#');
        return mark < 0 ? Append(template) : Append(template[..mark]).Append(number).Append(template[(mark + 1)..]);
    }

    /// <summary>The UTF-8 bytes of texts.</summary>
    public static byte[][] Encode(params ReadOnlySpan<string> texts)
    {
        var result = new byte[texts.Length][];
        for (var i = 0; i < texts.Length; i++)
        {
            result[i] = Encoding.UTF8.GetBytes(texts[i]);
        }

        return result;
    }

    /// <summary>Repeats the index of each weight as often as the weight says: drawing one of the slots is a weighted choice.</summary>
    public static byte[] Slots(ReadOnlySpan<int> weights)
    {
        var result = new List<byte>();
        for (var i = 0; i < weights.Length; i++)
        {
            result.AddRange(Enumerable.Repeat((byte)i, weights[i]));
        }

        return [.. result];
    }
}
