using System.Globalization;

namespace Sluice.Inference;

/// <summary>Decides whether a row has names of columns, or values as the rows below it. Each column votes.</summary>
internal sealed class NameVotes
{
    private const int RowsOfARepeatedHeader = 10;
    private const int LongestCode = 12;
    private const int LongestName = 60;
    private const double Unsure = 0.05;
    private const double Name = 1;

    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "name", "id", "title", "city", "country", "state", "date", "time", "type", "code", "key", "value", "description", "category",
        "email", "address", "number", "url", "link", "text", "first", "last", "group", "label", "list", "field", "column", "year", "month",
        "day", "price", "amount", "total", "count", "status", "user", "username", "language", "source", "target", "comment", "notes",
        "note", "file", "path", "sex", "gender", "age", "size", "color", "width", "height", "lat", "lon", "latitude", "longitude", "zip",
        "phone", "street", "region", "word", "surname", "firstname", "lastname", "subject", "question", "answer", "version", "author",
        "names", "values", "comments", "publisher", "product", "company", "customer", "quantity", "currency", "start", "end", "parent",
        "nom", "ort", "datum", "fecha", "nombre", "ville", "stadt", "land", "preis",
    };

    private readonly SampleRow row;
    private readonly List<SampleRow> below;
    private readonly int repeated;

    /// <summary>Creates the vote.</summary>
    /// <param name="row">The row.</param>
    /// <param name="below">Rows below it.</param>
    public NameVotes(SampleRow row, IReadOnlyCollection<SampleRow> below)
    {
        this.row = row;
        this.below = row.Width == 1 ? [.. below] : [.. below.Where(r => !r.Cells.SequenceEqual(row.Cells))];
        repeated = below.Count - this.below.Count;
    }

    /// <summary>Whether the row has names.</summary>
    public bool AreNames()
    {
        var kinds = row.Kinds;

        // Reports repeat their header, but not often. If it were the header, all rows like it would be left out.
        if (repeated * RowsOfARepeatedHeader > below.Count + repeated)
        {
            return false;
        }

        if (below.Count == 0)
        {
            return !kinds.Any(Cell.IsTyped) && kinds is not [CellKind.Text] && AreDifferent() && !row.Cells.Any(c => c.Contains('='));
        }

        if (row.Cells[0].StartsWith("//", StringComparison.Ordinal))
        {
            return false;
        }

        // A text above numbers is a name, unless a number is above numbers. Otherwise, texts are compared.
        var each = Enumerable.Range(0, row.Width).Select(VoteOf).ToList();
        if (each.Contains(Name) && !each.Contains(-Name))
        {
            return true;
        }

        var votes = each.Sum();
        return repeated == 0 && (votes > Unsure || (votes < -Unsure ? AreNumbered() : AreNamesOfTexts()));
    }

    private double VoteOf(int column)
    {
        var text = row.Cells[column].Trim();
        var rows = below.Where(r => column < r.Width && r.Kinds[column] != CellKind.Empty).ToList();
        if (text.Length == 0 || rows.Count == 0)
        {
            return 0;
        }

        // The header may have a second row.
        rows = rows.Count > 2 && row.Width > 1 ? rows[1..] : rows;
        var typed = rows.Count(r => Cell.IsTyped(r.Kinds[column]) || r.Kinds[column] is CellKind.Null or CellKind.Address);
        var kind = row.Kinds[column];
        if (kind is not (CellKind.Words or CellKind.Text))
        {
            return typed * 2 >= rows.Count ? -Name : kind is CellKind.Number or CellKind.Date ? -0.3 : 0;
        }

        return typed * 5 >= rows.Count * 4 ? Name : VoteOfTexts(text, [.. rows.Select(r => r.Cells[column].Trim())]);
    }

    private static double VoteOfTexts(string text, List<string> texts)
    {
        // Names have no commas or long numbers, and are no sentences, unless they are the questions of a survey.
        var hasCommas = text.Contains(',') && texts.Count > 1 && texts.Count(t => t.Contains(',')) * 2 > texts.Count;
        var vote = (IsSentence(text) ? -0.3 : 0) + (hasCommas ? -0.4 : 0) + (HasLongNumber(text) ? -0.5 : 0);
        if (texts.Contains(text))
        {
            return vote + (texts.Count > 1 || text.Any(char.IsDigit) ? -0.7 : 0);
        }

        if (texts.Count < 3)
        {
            return vote;
        }

        var (least, most) = (texts.Min(t => t.Length), texts.Max(t => t.Length));
        return vote + (least == most
            ? text.Length != least ? 0.6 : least <= LongestCode && texts.Exists(t => ShapeOf(t) == ShapeOf(text)) ? -0.6 : 0
            : text.Length * 2 < least || text.Length > most * 1.5 ? 0.3 : 0);
    }

    private static bool IsSentence(string text) =>
        !text.Contains('?')
        && (text.Length > LongestName || text.Count(' ') > 5 || (text.EndsWith('.') && text.Count(' ') > 2));

    private static bool HasLongNumber(string text)
    {
        const int Longest = 4;
        var run = 0;
        return text.Any(c => (run = char.IsAsciiDigit(c) ? run + 1 : 0) > Longest);
    }

    /// <summary>Whether the names are ascending numbers, such as years, after one of text.</summary>
    private bool AreNumbered()
    {
        var numbers = new List<double>();
        for (var i = 0; i < row.Width; i++)
        {
            if (row.Kinds[i] == CellKind.Number)
            {
                if (!double.TryParse(row.Cells[i].Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    || (numbers.Count > 0 && number <= numbers[^1]))
                {
                    return false;
                }

                numbers.Add(number);
            }
        }

        return row.Kinds[0] is CellKind.Words or CellKind.Text && numbers.Count > 1 && numbers.Count * 2 >= row.Filled;
    }

    /// <summary>Whether the row has names, if no column tells: texts that differ, and from the texts below.</summary>
    private bool AreNamesOfTexts()
    {
        var texts = row.Cells.Select(c => c.Trim()).Where(c => c.Length > 0).ToList();
        return !row.Kinds.Any(Cell.IsTyped) && AreDifferent()
            && (below.Count < 3 || texts.Exists(HasWord) || !LooksAlike());
    }

    private bool AreDifferent()
    {
        var texts = row.Cells.Select(c => c.Trim()).Where(c => c.Length > 0).ToList();
        return texts.Distinct(StringComparer.Ordinal).Count() == texts.Count;
    }

    private static bool HasWord(string text)
    {
        var words = Split(text);
        return words.Count <= 3 && words.Exists(Words.Contains);
    }

    // Also the parts of firstName and first_name.
    private static List<string> Split(string text)
    {
        var words = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var end = at + 1;
            while (end < text.Length && char.IsLetter(text[end]) && !(char.IsUpper(text[end]) && char.IsLower(text[end - 1])))
            {
                end++;
            }

            if (char.IsLetter(text[at]))
            {
                words.Add(text[at..end]);
            }

            at = end;
        }

        return words;
    }

    /// <summary>Whether most cells of the row have the shape of cells below them.</summary>
    private bool LooksAlike()
    {
        var (columns, alike) = (0, 0.0);
        for (var i = 0; i < row.Width; i++)
        {
            var shapes = below.Where(r => i < r.Width && r.Kinds[i] != CellKind.Empty).Select(r => ShapeOf(r.Cells[i].Trim())).ToList();

            // Lists of one column have a title more often than not.
            if (row.Kinds[i] == CellKind.Empty || shapes.Count == 0 || (row.Width == 1 && !row.Cells[0].Any(char.IsDigit)))
            {
                continue;
            }

            columns++;
            alike += (double)shapes.Count(s => s == ShapeOf(row.Cells[i].Trim())) / shapes.Count;
        }

        return columns > 0 && alike / columns >= 0.25;
    }

    /// <summary>The kinds of the first characters of a text, each once in a run: <c>Aa9</c> of <c>Route66</c>.</summary>
    private static string ShapeOf(string text)
    {
        const int Longest = 5;
        var shape = "";
        foreach (var c in text)
        {
            var kind = char.IsDigit(c) ? '9' : char.IsUpper(c) ? 'A' : char.IsLetter(c) ? 'a' : c;
            shape += shape is [.., var last] && last == kind ? "" : $"{kind}";
            if (shape.Length == Longest)
            {
                break;
            }
        }

        return shape;
    }
}
