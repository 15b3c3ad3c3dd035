namespace Sluice.Text;

/// <summary>Finds what the writer of an unknown word may have meant.</summary>
internal static class Suggestion
{
    /// <summary>A question to put after a message (<c> Did you mean 'integer'?</c>), or nothing if no known word is near.</summary>
    public static string For(string text, IEnumerable<string> known) =>
        Nearest(text, known) is { } nearest ? $" Did you mean '{nearest}'?" : "";

    /// <summary>The known word that is nearest to a text, if one is near.</summary>
    public static string? Nearest(string text, IEnumerable<string> known) => known
        .Select(word => (Word: word, Distance: Distance(text.ToUpperInvariant(), word.ToUpperInvariant())))
        .Where(x => x.Distance <= Math.Max(1, x.Word.Length / 3))
        .OrderBy(x => x.Distance)
        .Select(x => x.Word)
        .FirstOrDefault();

    // Letters to add, leave out, change or swap with their neighbour. A beginning ("int") is as near as one letter.
    private static int Distance(string a, string b)
    {
        if (a.Length >= 3 && b.StartsWith(a, StringComparison.Ordinal))
        {
            return 1;
        }

        // A word much longer or shorter is not near, and need not be looked at.
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
