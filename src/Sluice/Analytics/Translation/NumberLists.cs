using System.Globalization;
using System.Text;
using Microsoft.OData.UriParser;
using Sluice.Analytics.Queries;

namespace Sluice.Analytics.Translation;

/// <summary>
/// The numbers in the lists of a request (<c>price in (1.5,2)</c>). The parser would convert them to the type of the left operand, which
/// rounds them or fails. So it gets their positions in this list instead.
/// </summary>
internal sealed class NumberLists
{
    private const string Name = "in";

    private readonly List<string> numbers = [];

    /// <summary>
    /// The text of an option for the parser: numbers in lists are replaced by their positions, and white space after a minus sign is
    /// removed, because the parser would not read it as a sign.
    /// </summary>
    public string Replace(string text)
    {
        var replaced = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            var length = text[at] switch
            {
                '\'' or '"' => QuotedLength(text, at),
                '-' => SignLength(text, at),
                'i' when IsOperator(text, at) && ListLength(text, at) is > 0 and var list => list,
                _ => 1,
            };
            if (text[at] == 'i' && length > 1)
            {
                AppendList(replaced, text.AsSpan(at, length));
            }
            else
            {
                replaced.Append(text[at] == '-' ? "-" : text.AsSpan(at, length));
            }

            at += length;
        }

        return replaced.ToString();
    }

    /// <summary>The number at a position; <see langword="null"/> if the literal is not a position.</summary>
    /// <exception cref="QueryRefusedException">The text at the position is not a number.</exception>
    public ParameterExpression? Find(ConstantNode item) => item.Value is sbyte or byte or short or int or long or decimal or float or double
        ? Literals.Number(numbers[Convert.ToInt32(item.Value, CultureInfo.InvariantCulture)])
        : null;

    private static int QuotedLength(string text, int at) =>
        text.IndexOf(text[at], at + 1) is > 0 and var end ? end - at + 1 : text.Length - at;

    private static int SignLength(string text, int at)
    {
        var end = at + 1;
        while (end < text.Length && char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        return end < text.Length && char.IsAsciiDigit(text[end]) ? end - at : 1;
    }

    private static bool IsOperator(string text, int at) =>
        at > 0 && at + Name.Length < text.Length && text[at + 1] == Name[1] && (char.IsWhiteSpace(text[at - 1]) || text[at - 1] is ')')
        && (char.IsWhiteSpace(text[at + Name.Length]) || text[at + Name.Length] is '(' or '[');

    /// <summary>The length of the operator and the list after it; 0 if there is no list.</summary>
    private static int ListLength(string text, int at)
    {
        var open = at + Name.Length;
        while (open < text.Length && char.IsWhiteSpace(text[open]))
        {
            open++;
        }

        // The parser accepts brackets, as in JSON, for parentheses.
        if (open == text.Length || text[open] is not ('(' or '['))
        {
            return 0;
        }

        var close = text[open] == '(' ? ')' : ']';
        for (var end = open + 1; end < text.Length; end++)
        {
            if (text[end] == close)
            {
                return end - at + 1;
            }

            switch (text[end])
            {
                case '\'' or '"':
                    end += QuotedLength(text, end) - 1;
                    break;
                case '(' or '[':
                    return 0;
                default:
                    break;
            }
        }

        return 0;
    }

    private void AppendList(StringBuilder replaced, ReadOnlySpan<char> list)
    {
        var start = list.IndexOfAny('(', '[') + 1;
        replaced.Append(list[..start]);
        for (var at = start; at < list.Length; at++)
        {
            if (list[at] != ',' && at < list.Length - 1)
            {
                at += list[at] is '\'' or '"' && list[(at + 1)..].IndexOf(list[at]) is >= 0 and var quoted ? quoted + 1 : 0;
                continue;
            }

            var item = list[start..at].Trim();
            var number = item.StartsWith('-') ? $"-{item[1..].Trim()}" : item.ToString();
            if (IsNumber(number))
            {
                replaced.Append(numbers.Count.ToString(CultureInfo.InvariantCulture));
                numbers.Add(number);
            }
            else
            {
                replaced.Append(list[start..at]);
            }

            replaced.Append(list[at]);
            start = at + 1;
        }
    }

    private static bool IsNumber(ReadOnlySpan<char> item) => item is "INF" or "-INF" or "NaN"
        || (item.Length > 0 && ExactNumber.TryParse(item.TrimEnd("lLmMdDfF"), out _));
}
