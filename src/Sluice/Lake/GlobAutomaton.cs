namespace Sluice.Lake;

/// <summary>
/// A glob without alternatives, compiled to a finite automaton that reads a name character by character. Each state has at most one
/// transition per character and at most one without input. Matching (all states at once) and the search for a name that two globs share
/// (<see cref="GlobOverlap"/>) use the same transitions, so they cannot disagree.
/// </summary>
internal sealed class GlobAutomaton
{
    // A placeholder begins and ends with a brace.
    private static readonly char[] Wild = ['*', '{', '}'];

    private readonly List<Step> steps = [];
    private readonly List<(string Name, int State)> placeholders = [];
    private readonly bool ignoreCase;
    private readonly string start;
    private readonly string fileStart;
    private readonly string fileEnd;

    /// <summary>Compiles a glob.</summary>
    /// <param name="text">A valid glob without alternatives.</param>
    /// <param name="ignoreCase">Whether upper and lower case match each other.</param>
    public GlobAutomaton(string text, bool ignoreCase)
    {
        this.ignoreCase = ignoreCase;
        var segments = text.Split('/');
        (start, fileStart, fileEnd) = (text.Split(Wild)[0], segments[^1].Split(Wild)[0], segments[^1].Split(Wild)[^1]);
        for (var i = 0; i < segments.Length; i++)
        {
            var last = i == segments.Length - 1;
            if (segments[i] == "**")
            {
                steps.Add(new(StepKind.Folders));
                steps.Add(new(StepKind.InFolder));
                if (last)
                {
                    steps.Add(new(StepKind.Name));
                }

                continue;
            }

            AddSegment(last ? segments[i] : segments[i] + '/');
        }
    }

    private enum StepKind
    {
        Literal,
        Character,
        Name,
        Folders,
        InFolder,
    }

    /// <summary>The accepting state: the whole name has been read.</summary>
    public int End => steps.Count;

    /// <summary>The placeholders, each with the state before its first character. It ends where the state after that is left.</summary>
    public IReadOnlyList<(string Name, int State)> Placeholders => placeholders;

    /// <summary>The literal characters of the glob, as they are written.</summary>
    public IEnumerable<char> Literals => steps.Where(s => s.Kind == StepKind.Literal).Select(s => s.Char).Distinct();

    /// <summary>
    /// A quick check whether two globs can match the same name, by how their file names begin and end. It tells most globs of one folder
    /// apart.
    /// </summary>
    public bool CanMeet(GlobAutomaton other)
    {
        var folds = ignoreCase || other.ignoreCase;
        var (begin, end) = (Math.Min(fileStart.Length, other.fileStart.Length), Math.Min(fileEnd.Length, other.fileEnd.Length));
        return AreEqual(fileStart.AsSpan(0, begin), other.fileStart.AsSpan(0, begin), folds)
            && AreEqual(fileEnd.AsSpan()[^end..], other.fileEnd.AsSpan()[^end..], folds);
    }

    /// <summary>Whether the glob matches a name. The time is linear in the name's length, whatever the glob.</summary>
    public bool Matches(ReadOnlySpan<char> name)
    {
        if (!StartsWith(name, start, ignoreCase) || name.Length < fileEnd.Length || !AreEqual(name[^fileEnd.Length..], fileEnd, ignoreCase))
        {
            return false;
        }

        const int OnStack = 128;
        var size = steps.Count + 1;
        Span<bool> states = size <= OnStack ? stackalloc bool[OnStack] : new bool[size];
        Span<bool> next = size <= OnStack ? stackalloc bool[OnStack] : new bool[size];
        Enter(states, start.Length);
        foreach (var c in name[start.Length..])
        {
            next.Clear();
            var any = false;
            for (var state = start.Length; state < steps.Count; state++)
            {
                if (states[state] && Read(state, c) is var to and >= 0)
                {
                    Enter(next, to);
                    any = true;
                }
            }

            if (!any)
            {
                return false;
            }

            var swap = states;
            states = next;
            next = swap;
        }

        return states[End];
    }

    /// <summary>The state that a character leads to, or -1.</summary>
    public int Read(int state, char c) => state == End ? -1 : steps[state].Kind switch
    {
        StepKind.Literal => steps[state].Char == c || (ignoreCase && steps[state].Folded == Fold(c)) ? state + 1 : -1,
        StepKind.Character => c == '/' ? -1 : state + 1,
        StepKind.Name => c == '/' ? -1 : state,
        StepKind.Folders => c == '/' ? state : state + 1,
        _ => c == '/' ? state - 1 : state,
    };

    /// <summary>The state that is reached without input, or -1.</summary>
    public int Skip(int state) => state == End ? -1 : steps[state].Kind switch
    {
        StepKind.Name => state + 1,
        StepKind.Folders => state + 2,
        _ => -1,
    };

    /// <summary>A character without its case, as ordinal comparisons see it: two that differ only in case have the same.</summary>
    internal static char Fold(char c)
    {
        // No letter beyond ASCII is the same as one of ASCII.
        var upper = char.ToUpperInvariant(c);
        return char.IsAscii(upper) && !char.IsAscii(c) ? c : upper;
    }

    /// <summary>Whether a name begins with a text.</summary>
    internal static bool StartsWith(ReadOnlySpan<char> name, ReadOnlySpan<char> start, bool ignoreCase) =>
        name.Length >= start.Length && AreEqual(name[..start.Length], start, ignoreCase);

    private static bool AreEqual(ReadOnlySpan<char> a, ReadOnlySpan<char> b, bool ignoreCase)
    {
        if (!ignoreCase || a.Length != b.Length)
        {
            return a.SequenceEqual(b);
        }

        for (var i = 0; i < a.Length; i++)
        {
            if (Fold(a[i]) != Fold(b[i]))
            {
                return false;
            }
        }

        return true;
    }

    private void AddSegment(string segment)
    {
        for (var i = 0; i < segment.Length; i++)
        {
            if (segment[i] != '{')
            {
                steps.Add(segment[i] == '*' ? new(StepKind.Name) : new(StepKind.Literal, segment[i], Fold(segment[i])));
                continue;
            }

            var close = segment.IndexOf('}', i);
            placeholders.Add((segment[(i + 1)..close], steps.Count));
            steps.Add(new(StepKind.Character));
            steps.Add(new(StepKind.Name));
            i = close;
        }
    }

    private void Enter(Span<bool> states, int state)
    {
        for (; state >= 0 && !states[state]; state = Skip(state))
        {
            states[state] = true;
        }
    }

    private readonly record struct Step(StepKind Kind, char Char = '\0', char Folded = '\0');
}
