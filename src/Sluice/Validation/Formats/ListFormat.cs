using System.Text;
using Sluice.Lake.Schema;
using Sluice.Validation.Types;

namespace Sluice.Validation.Formats;

/// <summary>
/// <c>list</c>: values of one type with a delimiter between them, each in its type's default format. The column holds the text. An empty
/// text that is not a missing value is an empty list.
/// </summary>
internal sealed class ListFormat : TextFormat
{
    private static readonly BooleanParser Boolean = new(["true", "True", "TRUE", "1"], ["false", "False", "FALSE", "0"]);

    private readonly FieldType itemType;
    private readonly byte[] delimiter;
    private readonly string shown;

    public ListFormat(Field field)
    {
        itemType = field.ItemType;
        shown = field.ListDelimiter;
        delimiter = Encoding.UTF8.GetBytes(shown);
    }

    public override string Expected => $"a list of {itemType.ToString().ToLowerInvariant()} items with \"{shown}\" between them";

    public override string Unit => "items";

    public override bool HasSpellings => itemType != FieldType.String;

    public override bool Fits(ReadOnlySpan<byte> text)
    {
        if (itemType == FieldType.String || text.Length == 0)
        {
            return true;
        }

        foreach (var range in text.Split(delimiter))
        {
            if (!IsItem(text[range]))
            {
                return false;
            }
        }

        return true;
    }

    public override string? Hint(ReadOnlySpan<byte> text)
    {
        var number = 0;
        foreach (var range in text.Split(delimiter))
        {
            number++;
            if (!IsItem(text[range]))
            {
                return TextHint.OfWhiteSpace(text[range]) is null
                    ? $"item {number} is not valid"
                    : $"there is white space around item {number}";
            }
        }

        return null;
    }

    public override long Length(ReadOnlySpan<byte> text)
    {
        var count = 0;
        if (text.Length > 0)
        {
            foreach (var _ in text.Split(delimiter))
            {
                count++;
            }
        }

        return count;
    }

    public override string Canonical(ReadOnlySpan<byte> text)
    {
        var canonical = new StringBuilder();
        foreach (var range in text.Split(delimiter))
        {
            canonical.Append(CanonicalItem(text[range])).Append('\0');
        }

        return canonical.ToString();
    }

    private bool IsItem(ReadOnlySpan<byte> item) => itemType switch
    {
        FieldType.Integer => NumberForm.IsInteger(item),
        FieldType.Number => NumberForm.IsNumber(item),
        FieldType.Boolean => Boolean.TryParse(item, out _),
        FieldType.Date => Iso8601.TryParseDate(item, out _),
        FieldType.Time => new TimeParser(null, any: false, ticksPerUnit: 1).TryParse(item, out _),
        FieldType.Datetime => new DatetimeParser(null, any: false, ticksPerUnit: 1).TryParse(item, out _),
        _ => true,
    };

    private string CanonicalItem(ReadOnlySpan<byte> item)
    {
        switch (itemType)
        {
            case FieldType.Integer or FieldType.Number:
                return NumberForm.Canonical(item);
            case FieldType.Boolean:
                _ = Boolean.TryParse(item, out var flag);
                return flag ? "1" : "0";
            case FieldType.Time:
                _ = new TimeParser(null, any: false, ticksPerUnit: 1).TryParse(item, out var ticks);
                return $"{ticks}";
            case FieldType.Datetime:
                _ = new DatetimeParser(null, any: false, ticksPerUnit: 1).TryParse(item, out var instant);
                return $"{instant}";
            default:
                return Encoding.UTF8.GetString(item);
        }
    }
}
