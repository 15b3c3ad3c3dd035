namespace Sluice.Lake;

/// <summary>
/// A glob: <c>*</c> within a folder or file name, <c>**</c> for any folders, groups of alternatives (<c>*.{csv,csv.gz}</c>), and
/// placeholders (<c>{day}/*.csv</c>). It matches what one of the globs matches that it stands for (<see cref="GlobText.Expand"/>), each of
/// which has an automaton.
/// </summary>
internal sealed class Glob
{
    private readonly GlobAutomaton[] alternatives;
    private readonly bool ignoreCase;

    /// <summary>Compiles a glob.</summary>
    /// <param name="text">The glob.</param>
    /// <param name="ignoreCase">Whether upper and lower case match each other.</param>
    /// <exception cref="ArgumentException">The text is not a valid glob; the message says why (<see cref="FindFault"/>).</exception>
    public Glob(string text, bool ignoreCase = false)
    {
        if (FindFault(text) is { } fault)
        {
            throw new ArgumentException(fault, nameof(text));
        }

        this.ignoreCase = ignoreCase;
        Start = GlobText.IndexOfWildcard(text) is var wildcard and >= 0 ? text[..wildcard] : text;
        Placeholders = [.. GlobText.PlaceholdersOf(text)];
        alternatives = [.. GlobText.Expand(text).Select(t => new GlobAutomaton(t, ignoreCase))];
    }

    /// <summary>A common start of all names that it matches: the glob before its first wildcard or group.</summary>
    public string Start { get; }

    /// <summary>The names of its placeholders, in their order.</summary>
    public IReadOnlyList<string> Placeholders { get; }

    /// <summary>The automata, one of which matches each name that the glob matches.</summary>
    public IReadOnlyList<GlobAutomaton> Alternatives => alternatives;

    /// <summary>Why a text is not a valid glob, or <see langword="null"/> if it is one.</summary>
    public static string? FindFault(string text) => GlobText.FindFault(text);

    /// <summary>
    /// Whether a name can be a file's: not empty, not a folder's (<c>ads/</c>), and without a path to another folder (<c>ads/../users</c>,
    /// <c>ads\a.csv</c>) that a storage or its client might follow.
    /// </summary>
    public static bool IsFileName(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || name[^1] == '/' || name.Contains('\\'))
        {
            return false;
        }

        if (name[0] != '.' && !name.Contains("/.", StringComparison.Ordinal))
        {
            return true;
        }

        foreach (var segment in name.Split('/'))
        {
            if (name[segment] is "." or "..")
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A quick check whether two globs can match the same name (<see cref="GlobAutomaton.CanMeet"/>).</summary>
    public bool CanMeet(Glob other) => alternatives.Any(a => other.alternatives.Any(a.CanMeet));

    /// <summary>
    /// What the placeholders stand for in a name, by the first alternative that matches it (<see cref="GlobCapture"/>).
    /// </summary>
    /// <returns>The texts by placeholder, or <see langword="null"/> if the glob does not match the name.</returns>
    public IReadOnlyDictionary<string, string>? Capture(string name) =>
        Matches(name) ? GlobCapture.Find(alternatives.First(a => a.Matches(name)), name) : null;

    /// <summary>Whether the glob matches a name. The time is linear in the name's length, whatever the glob.</summary>
    public bool Matches(ReadOnlySpan<char> name)
    {
        if (!GlobAutomaton.StartsWith(name, Start, ignoreCase) || !IsFileName(name))
        {
            return false;
        }

        foreach (var alternative in alternatives)
        {
            if (alternative.Matches(name))
            {
                return true;
            }
        }

        return false;
    }
}
