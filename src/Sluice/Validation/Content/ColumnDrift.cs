using System.Globalization;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Text;
using Sluice.Validation.Fields;
using Sluice.Validation.Parsing;

namespace Sluice.Validation.Content;

/// <summary>
/// How the columns of a file differ from the schema, and what the first values of its new columns look like. It keeps no values.
/// </summary>
internal sealed class ColumnDrift
{
    /// <summary>How many records are looked at.</summary>
    public const int MostRecords = 100;

    // A header can have a million columns. At most this many changes of a file are recorded, and looked at.
    private const int MostChanges = 100;
    private const int MostHints = 3;

    private readonly Dataset dataset;
    private readonly IReadOnlyList<Field> missing;
    private readonly IReadOnlyList<(Field Field, int Before, int After)> moved;
    private readonly ValueKind[] kinds;
    private IReadOnlyList<ColumnLikeness> likenesses = [];
    private int records;

    private ColumnDrift(
        Dataset dataset, NewColumn[] columns, IReadOnlyList<Field> missing, IReadOnlyList<(Field Field, int Before, int After)> moved)
    {
        this.dataset = dataset;
        this.missing = missing;
        this.moved = moved;
        Columns = columns;
        kinds = ValueKind.Create(Math.Min(columns.Length, MostChanges));
    }

    /// <summary>The columns that are no fields, in the order of the file; also those without a header that may turn out empty.</summary>
    public IReadOnlyList<NewColumn> Columns { get; }

    /// <summary>Whether records are still of interest.</summary>
    public bool WantsRecords => kinds.Length > 0 && records < MostRecords;

    /// <summary>What to do about columns for which a file is refused, as sentences that each begin with a space.</summary>
    public string Advice
    {
        get
        {
            var sentences = likenesses.Where(l => l.IsLikely).Take(MostHints).Select(l => l.Hint).ToList();
            if (dataset.NewColumns == NewColumnPolicy.Refuse && Columns.Count > 0)
            {
                sentences.Add("\"sluice:onNewColumn\" can be \"ignore\", \"keep\" or \"add\" for columns that are no fields");
            }

            if (dataset.MissingColumns == MissingColumnPolicy.Refuse && missing.Any(f => !f.Constraints.Required))
            {
                sentences.Add("\"sluice:onMissingColumn\" can be \"null\" for columns that are missing");
            }

            return string.Concat(sentences.Select(s => $" {s}."));
        }
    }

    /// <summary>Finds the differences.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="headers">The trimmed headers of all columns of the file.</param>
    /// <param name="columns">The indexes of the columns that are no fields.</param>
    /// <param name="missing">The fields without a column.</param>
    /// <param name="moved">The fields at another place than the schema says, with both places, from 0.</param>
    /// <returns>The differences, or <see langword="null"/> if there are none.</returns>
    public static ColumnDrift? Find(
        Dataset dataset, string[] headers, int[] columns, IReadOnlyList<Field> missing,
        IReadOnlyList<(Field Field, int Before, int After)> moved) => columns.Length + missing.Count + moved.Count == 0
        ? null
        : new ColumnDrift(dataset, NewColumn.From(headers, columns), missing, moved);

    /// <summary>Looks for new columns that may be missing fields under another name.</summary>
    /// <param name="readers">The readers of all fields. Values that they read are like those of the field.</param>
    public void Compare(IReadOnlyList<FieldReader> readers)
    {
        if (missing.Count > 0 && Columns.Count > 0)
        {
            likenesses = ColumnLikeness.Find(dataset.Schema, missing, Columns, readers);
        }
    }

    /// <summary>Looks at a record, if it is one of the first.</summary>
    public void Observe(RecordParser parser)
    {
        if (!WantsRecords)
        {
            return;
        }

        records++;
        for (var i = 0; i < kinds.Length; i++)
        {
            if (Columns[i].Index < parser.FieldCount)
            {
                kinds[i].Observe(parser.GetSpan(Columns[i].Index));
            }
        }

        foreach (var likeness in likenesses)
        {
            if (likeness.Column.Index < parser.FieldCount)
            {
                likeness.Observe(parser.GetSpan(likeness.Column.Index));
            }
        }
    }

    /// <summary>The changes, at most a hundred. A column without a header is one if it has a value in the first records.</summary>
    /// <param name="isRefused">Whether the file is refused because of them.</param>
    public IReadOnlyList<ColumnChange> ToChanges(bool isRefused) =>
    [
        .. moved.Select(m => new ColumnChange
        {
            Column = Shorten(m.Field.Name),
            Change = ColumnChangeKind.Moved,
            Before = Place(m.Before),
            After = Place(m.After),
            Action = ColumnAction.Refused,
        }).Concat(missing.Select(f => new ColumnChange
        {
            Column = Shorten(f.Name),
            Change = ColumnChangeKind.Missing,
            Before = EnumNames<FieldType>.GetName(f.Type),
            Action = isRefused ? ColumnAction.Refused : ColumnAction.Nulled,
            Hint = HintOf(l => l.Field == f),
        })).Concat(kinds.Select((kind, i) => (Kind: kind.Name, Column: Columns[i]))
            .Where(c => c.Column.Header.Length > 0 || c.Kind != "empty")
            .Select(c => OfNew(c.Column, c.Kind, isRefused)))
            .Take(MostChanges),
    ];

    private ColumnChange OfNew(NewColumn column, string kind, bool isRefused)
    {
        var (action, after) = isRefused ? (ColumnAction.Refused, null) : dataset.NewColumns switch
        {
            NewColumnPolicy.Keep => (ColumnAction.Kept, SystemColumns.Extra),
            NewColumnPolicy.Add => (ColumnAction.Added, null),
            _ => (ColumnAction.Ignored, (string?)null),
        };
        return new ColumnChange
        {
            Column = Shorten(column.Name),
            Change = ColumnChangeKind.New,
            After = after,
            SampleKind = kind,
            Action = action,
            Hint = HintOf(l => l.Column == column),
        };
    }

    private string? HintOf(Func<ColumnLikeness, bool> isOne) => likenesses.FirstOrDefault(l => l.IsLikely && isOne(l))?.Hint;

    private static string Place(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);

    // Never splits a surrogate pair.
    private static string Shorten(string name)
    {
        const int End = ColumnChange.MaxLength - 1;
        return name.Length <= ColumnChange.MaxLength ? name : $"{name[..(char.IsHighSurrogate(name[End - 1]) ? End - 1 : End)]}…";
    }
}
