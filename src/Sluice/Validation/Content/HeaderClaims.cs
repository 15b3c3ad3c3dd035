using Sluice.Lake.Schema;
using Sluice.Text;

namespace Sluice.Validation.Content;

/// <summary>
/// Assigns the columns of a file to the fields of a schema: first by aliases with a position, then by names and other aliases among the
/// remaining columns. So of two columns <c>price</c>, a field <c>price</c> gets the one that is not another field's <c>price#2</c>.
/// </summary>
internal sealed class HeaderClaims
{
    private readonly TableSchema schema;
    private readonly ILookup<string, int> places;
    private readonly IReadOnlyList<string> header;
    private readonly StringComparer comparer;
    private readonly int[] owners;
    private readonly HashSet<Field> atFault = new(ReferenceEqualityComparer.Instance);

    /// <summary>Assigns the columns.</summary>
    /// <param name="schema">The fields.</param>
    /// <param name="header">The names of the columns, as they are in the file. They are compared as <see cref="HeaderText"/> makes
    /// them.</param>
    /// <param name="matchCase">Whether upper and lower case count.</param>
    public HeaderClaims(TableSchema schema, IReadOnlyList<string> header, bool matchCase)
    {
        this.schema = schema;
        this.header = header;
        comparer = matchCase ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
        places = header.Select((name, i) => (Name: HeaderText.Normalize(name), i)).ToLookup(n => n.Name, n => n.i, comparer);
        owners = new int[header.Count];
        owners.AsSpan().Fill(-1);
        Columns = new int[schema.Fields.Count];
        Columns.AsSpan().Fill(-1);
        ClaimPositions();
        ClaimNames();
    }

    /// <summary>The index of each field's column; -1 for none.</summary>
    public int[] Columns { get; }

    /// <summary>The errors: columns that are ambiguous.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>Whether a column belongs to a field.</summary>
    public bool Has(int column) => owners[column] >= 0;

    /// <summary>Whether a field has no column because several match.</summary>
    public bool IsAtFault(Field field) => atFault.Contains(field);

    private void ClaimPositions()
    {
        for (var i = 0; i < Columns.Length; i++)
        {
            foreach (var alias in schema.Fields[i].Aliases.Where(IsPosition))
            {
                Claim(i, Places(alias.Header).ElementAt(alias.Position!.Value - 1));
            }
        }
    }

    private void ClaimNames()
    {
        for (var i = 0; i < Columns.Length; i++)
        {
            var field = schema.Fields[i];
            var placed = field.Aliases.Where(IsPosition).Select(a => HeaderText.Normalize(a.Header)).ToHashSet(comparer);
            foreach (var name in field.Aliases.Where(a => !IsPosition(a)).Select(a => a.Text).Prepend(field.Name)
                .DistinctBy(HeaderText.Normalize, comparer))
            {
                // A field that names one of several columns with the same header by position means only that one.
                if (!placed.Contains(HeaderText.Normalize(name)))
                {
                    ClaimName(i, name);
                }
            }
        }
    }

    private bool IsPosition(HeaderAlias alias) => alias.Position <= Places(alias.Header).Count();

    private IEnumerable<int> Places(string name) => places[HeaderText.Normalize(name)];

    private void ClaimName(int field, string name)
    {
        // Of several columns that look the same, the one whose header is one of the field's names to the letter.
        var free = Places(name).Where(c => owners[c] < 0).ToArray();
        if (free.Length > 1 && Array.FindAll(free, c => IsOneOf(schema.Fields[field], header[c].Trim())) is [var exact])
        {
            free = [exact];
        }

        if (free is [var only])
        {
            Claim(field, only);
        }
        else if (free.Length > 1)
        {
            Array.ForEach(free, c => owners[c] = field);
            atFault.Add(schema.Fields[field]);
            Faults.Add(
                $"column {QuotedText.From(name)} occurs {Places(name).Count()} times "
                + $"(the alias {QuotedText.From($"{name}#1")} or {QuotedText.From($"{name}#2")} says which of them a field means)");
        }
    }

    private static bool IsOneOf(Field field, string header) => header == field.Name || field.Aliases.Any(a => a.Text == header);

    private void Claim(int field, int column)
    {
        if (owners[column] >= 0 || Columns[field] >= 0)
        {
            atFault.Add(schema.Fields[field]);
            Faults.Add(owners[column] >= 0
                ? $"column {column + 1} is both \"{schema.Fields[owners[column]].Name}\" and \"{schema.Fields[field].Name}\""
                : $"columns {Columns[field] + 1} and {column + 1} are both \"{schema.Fields[field].Name}\"");
            owners[column] = owners[column] < 0 ? field : owners[column];
            return;
        }

        owners[column] = field;
        Columns[field] = column;
    }
}
