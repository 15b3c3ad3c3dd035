namespace Sluice.Text;

/// <summary>Finds the known word that an unknown word may be a misspelling of.</summary>
internal static class Suggestion
{
    /// <summary>A question to append to a message (<c> Did you mean 'integer'?</c>), or an empty text if no known word is near.</summary>
    public static string For(string text, IEnumerable<string> known) =>
        Nearest(text, known) is { } nearest ? $" Did you mean '{nearest}'?" : "";

    /// <summary>The known word that is nearest to a text, if one is near.</summary>
    public static string? Nearest(string text, IEnumerable<string> known) => known
        .Select(word => (Word: word, Distance: Distance(text.ToUpperInvariant(), word.ToUpperInvariant())))
        .Where(x => x.Distance <= Math.Max(1, x.Word.Length / 3))
        .OrderBy(x => x.Distance)
        .Select(x => x.Word)
        .FirstOrDefault();

    // The edit distance with swaps of neighbours (Damerau-Levenshtein). A prefix ("int") counts as distance 1.
    private static int Distance(string a, string b)
    {
        if (a.Length >= 3 && b.StartsWith(a, StringComparison.Ordinal))
        {
            return 1;
        }

        // A much longer or shorter word is never near.
        if (Math.Abs(a.Length - b.Length) > b.Length / 3 + 1)
        {
            return int.MaxValue;
        }

        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    d[i, j] = i + j;
                    continue;
                }

                var change = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(d[i - 1, j - 1] + change, Math.Min(d[i - 1, j], d[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
