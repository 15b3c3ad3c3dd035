using System.Globalization;
using Sluice.Lake.Schema;
using Sluice.Validation.Content;

namespace Sluice.Inference;

/// <summary>
/// Chooses the names of the fields for the columns of a file. A header that is a valid name becomes the name. An invalid or repeated header
/// becomes an alias, with a similar name.
/// </summary>
internal sealed class FieldNames
{
    private readonly string[] header;
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);
    private readonly HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> aliases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> suffixes = new(StringComparer.OrdinalIgnoreCase);

    private FieldNames(IReadOnlyList<string> header)
    {
        this.header = [.. header.Select(HeaderText.Normalize)];
        foreach (var text in this.header)
        {
            counts[text] = counts.GetValueOrDefault(text) + 1;
        }
    }

    /// <summary>The fields of the columns of a header, in order.</summary>
    /// <param name="header">The header of each column.</param>
    /// <param name="readsEnd">Whether trailing columns without a header become fields too.</param>
    public static IReadOnlyList<Field> Create(IReadOnlyList<string> header, bool readsEnd) => new FieldNames(header).Create(readsEnd);

    private Field[] Create(bool readsEnd)
    {
        var count = header.Length;

        // The last column of a rejects file has the errors.
        count -= count > 1 && header[^1] == SystemColumns.Errors ? 1 : 0;
        while (!readsEnd && count > 1 && header[count - 1].Length == 0)
        {
            count--;
        }

        // The alias of a column with a position must not be the name of another field.
        aliases.UnionWith(
            counts.Where(c => NeedsPlace(c.Key)).SelectMany(c => Enumerable.Range(1, c.Value).Select(n => HeaderAlias.At(c.Key, n).Text)));
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var fields = new Field[count];
        var isNamed = new bool[count];
        for (var i = 0; i < count; i++)
        {
            var place = places[header[i]] = places.GetValueOrDefault(header[i]) + 1;
            isNamed[i] = place == 1 && FieldName.FaultOf(header[i]) is null && !aliases.Contains(header[i]) && taken.Add(header[i]);
            fields[i] = Candidates.Text with { Name = header[i], Aliases = isNamed[i] ? [] : [AliasOf(header[i], place)] };
        }

        for (var i = 0; i < count; i++)
        {
            fields[i] = isNamed[i] ? fields[i] : fields[i] with { Name = NameOf(header[i], i) };
        }

        return fields;
    }

    private HeaderAlias AliasOf(string text, int place) => NeedsPlace(text) ? HeaderAlias.At(text, place) : new HeaderAlias(text);

    // A header needs a position as its alias if it is empty or repeated, or if it would itself be read as a position: the header "a#1" in a
    // file with a column "a".
    private bool NeedsPlace(string text) =>
        text.Length == 0 || counts[text] > 1
            || (new HeaderAlias(text) is var alias && alias.Position <= counts.GetValueOrDefault(alias.Header));

    /// <summary>An unused, valid name similar to a header: without control characters, not too long, not reserved.</summary>
    private string NameOf(string text, int column)
    {
        var name = FieldName.From(text, $"field{(column + 1).ToString(CultureInfo.InvariantCulture)}");
        var free = name;
        while (aliases.Contains(free) || !taken.Add(free))
        {
            var suffix = suffixes[name] = suffixes.GetValueOrDefault(name, 1) + 1;
            free = FieldName.WithNumber(name, suffix);
        }

        return free;
    }
}
