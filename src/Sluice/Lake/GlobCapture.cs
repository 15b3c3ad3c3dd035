namespace Sluice.Lake;

/// <summary>
/// Finds what the placeholders of a glob stand for in a name. Where that can be read in several ways, each wildcard takes as few
/// characters as it can, from left to right: in <c>{region}-{day}.csv</c>, the region ends at the first hyphen.
/// </summary>
internal static class GlobCapture
{
    /// <summary>The texts of the placeholders.</summary>
    /// <param name="glob">The glob.</param>
    /// <param name="name">A name that it matches.</param>
    public static IReadOnlyDictionary<string, string> Find(GlobAutomaton glob, string name)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (glob.Placeholders.Count == 0)
        {
            return texts;
        }

        var canEnd = FindEnds(glob, name);
        var begun = glob.Placeholders.ToDictionary(p => p.State, p => p.Name);
        var starts = new Dictionary<int, int>();
        for (var (state, at) = (0, 0); at < name.Length || state != glob.End;)
        {
            if (glob.Skip(state) is var after and >= 0 && canEnd[at, after])
            {
                if (starts.TryGetValue(state, out var start))
                {
                    texts[begun[state - 1]] = name[start..at];
                }

                state = after;
                continue;
            }

            if (begun.ContainsKey(state))
            {
                starts[state + 1] = at;
            }

            state = glob.Read(state, name[at++]);
        }

        return texts;
    }

    /// <summary>Whether the rest of the name, from each of its characters on, leads from each state to the end.</summary>
    private static bool[,] FindEnds(GlobAutomaton glob, string name)
    {
        var canEnd = new bool[name.Length + 1, glob.End + 1];
        for (var at = name.Length; at >= 0; at--)
        {
            // States without input lead to later ones, which are known already.
            for (var state = glob.End; state >= 0; state--)
            {
                canEnd[at, state] = (state == glob.End && at == name.Length)
                    || (glob.Skip(state) is var after and >= 0 && canEnd[at, after])
                    || (at < name.Length && glob.Read(state, name[at]) is var read and >= 0 && canEnd[at + 1, read]);
            }
        }

        return canEnd;
    }
}
