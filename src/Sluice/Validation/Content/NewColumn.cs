using Sluice.Lake.Schema;

namespace Sluice.Validation.Content;

/// <summary>A column of a file that is no field.</summary>
/// <param name="Index">Its index in the file.</param>
/// <param name="Name">
/// Its header. The second column with the same header is <c>name#2</c>, and the first one without a header <c>#1</c>, as in aliases of
/// fields. No two columns of a file have the same name.
/// </param>
/// <param name="Header">Its header as it is; empty for none.</param>
internal readonly record struct NewColumn(int Index, string Name, string Header)
{
    /// <summary>Names some columns of a file.</summary>
    /// <param name="headers">The trimmed headers of all columns.</param>
    /// <param name="indexes">The indexes of the columns to name, in ascending order.</param>
    public static NewColumn[] From(string[] headers, int[] indexes)
    {
        if (indexes.Length == 0)
        {
            return [];
        }

        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var named = new NewColumn[indexes.Length];
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var next = 0;
        for (var i = 0; next < indexes.Length; i++)
        {
            var place = places[headers[i]] = places.GetValueOrDefault(headers[i]) + 1;
            if (indexes[next] != i)
            {
                continue;
            }

            var name = place == 1 && headers[i].Length > 0 ? headers[i] : HeaderAlias.At(headers[i], place).Text;
            while (!taken.Add(name))
            {
                // The header of another column is "name#2" as it is.
                name = HeaderAlias.At(name, place).Text;
            }

            named[next++] = new NewColumn(i, name, headers[i]);
        }

        return named;
    }
}
