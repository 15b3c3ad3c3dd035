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
    private readonly int[] owners;
    private readonly HashSet<Field> atFault = new(ReferenceEqualityComparer.Instance);

    /// <summary>Assigns the columns.</summary>
    /// <param name="schema">The fields.</param>
    /// <param name="names">The trimmed names of the columns.</param>
    public HeaderClaims(TableSchema schema, string[] names)
    {
        this.schema = schema;
        places = names.Select((name, i) => (name, i)).ToLookup(n => n.name, n => n.i, StringComparer.Ordinal);
        owners = new int[names.Length];
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
                Claim(i, places[alias.Header].ElementAt(alias.Position!.Value - 1));
            }
        }
    }

    private void ClaimNames()
    {
        for (var i = 0; i < Columns.Length; i++)
        {
            var field = schema.Fields[i];
            var placed = field.Aliases.Where(IsPosition).Select(a => a.Header).ToHashSet(StringComparer.Ordinal);
            foreach (var name in field.Aliases.Where(a => !IsPosition(a)).Select(a => a.Text).Prepend(field.Name))
            {
                // A field that names one of several columns with the same header by position means only that one.
                if (!placed.Contains(name))
                {
                    ClaimName(i, name);
                }
            }
        }
    }

    private bool IsPosition(HeaderAlias alias) => alias.Position <= places[alias.Header].Count();

    private void ClaimName(int field, string name)
    {
        var free = places[name].Where(c => owners[c] < 0).ToArray();
        if (free is [var only])
        {
            Claim(field, only);
        }
        else if (free.Length > 1)
        {
            Array.ForEach(free, c => owners[c] = field);
            atFault.Add(schema.Fields[field]);
            Faults.Add($"column {QuotedText.From(name)} occurs {places[name].Count()} times");
        }
    }

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
