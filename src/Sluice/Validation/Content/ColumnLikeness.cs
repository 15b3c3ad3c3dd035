using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Text;
using Sluice.Validation.Fields;

namespace Sluice.Validation.Content;

/// <summary>
/// A new column that may be a missing field under another name: their names are alike, or each is the only one and the column is at the
/// place of the field. The first values decide: all of them must be values of the field.
/// </summary>
internal sealed class ColumnLikeness
{
    // Names are compared pairwise, so only some of very many are.
    private const int MostFields = 20;
    private const int MostColumns = 100;

    private readonly FieldReader reader;
    private readonly Column scratch;
    private readonly bool needsValue;
    private bool fits = true;
    private bool hasValue;

    private ColumnLikeness(Field field, NewColumn column, FieldReader reader, bool needsValue)
    {
        this.needsValue = needsValue;
        Field = field;
        Column = column;
        this.reader = reader;
        scratch = Sluice.Rows.Column.Create(field, capacity: 1);
    }

    /// <summary>The missing field.</summary>
    public Field Field { get; }

    /// <summary>The new column.</summary>
    public NewColumn Column { get; }

    /// <summary>Whether all values so far are values of the field. If only the places are alike, there must be one.</summary>
    public bool IsLikely => fits && (hasValue || !needsValue);

    /// <summary>What to do, as a sentence without its full stop.</summary>
    public string Hint =>
        $"{QuotedText.From(Column.Name)} looks like {QuotedText.From(Field.Name)}: if it is the same, give the field "
        + $"\"sluice:aliases\": [{QuotedText.From(Column.Name)}]";

    /// <summary>Finds pairs of fields and columns whose names or places are alike. No column is in two of them.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="missing">The missing fields.</param>
    /// <param name="columns">The new columns.</param>
    /// <param name="readers">The readers of all fields.</param>
    public static IReadOnlyList<ColumnLikeness> Find(
        TableSchema schema, IReadOnlyList<Field> missing, IReadOnlyList<NewColumn> columns, IReadOnlyList<FieldReader> readers)
    {
        var free = columns.Where(c => c.Header.Length > 0).Take(MostColumns).ToList();
        var found = new List<ColumnLikeness>();
        if (missing is [var only] && free is [var one] && schema.ColumnFields.TakeWhile(f => f != only).Count() == one.Index)
        {
            var isNear = ((bool[])[true, false]).Any(isSame => FindNear(only, free, isSame) is not null);
            return [New(only, one, needsValue: !isNear)];
        }

        // First those that differ only in case and separators, so that they are not taken by a name that is merely near.
        foreach (var isSame in (bool[])[true, false])
        {
            foreach (var field in missing.Take(MostFields).Where(f => !found.Exists(l => l.Field == f)))
            {
                if (FindNear(field, free, isSame) is { } column)
                {
                    found.Add(New(field, column));
                    free.Remove(column);
                }
            }
        }

        return found;

        ColumnLikeness New(Field field, NewColumn column, bool needsValue = false) =>
            new(field, column, readers.First(r => r.Field == field), needsValue);
    }

    /// <summary>Looks at a value of the column.</summary>
    public void Observe(ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty)
        {
            hasValue = true;
            fits = fits && reader.Read(text, scratch, 0);
        }
    }

    private static NewColumn? FindNear(Field field, List<NewColumn> free, bool isSame)
    {
        var names = field.Aliases.Select(a => a.Header).Prepend(field.Name).ToList();
        foreach (var column in free)
        {
            if (isSame
                ? names.Exists(n => Letters(n) is { Length: > 0 } letters && letters == Letters(column.Header))
                : names.Exists(n => (Suggestion.Nearest(n, [column.Header]) ?? Suggestion.Nearest(column.Header, [n])) is not null))
            {
                return column;
            }
        }

        return null;
    }

    private static string Letters(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant)]);
}
