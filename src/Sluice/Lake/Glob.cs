using System.Buffers;

namespace Sluice.Lake;

/// <summary>
/// A glob, compiled to a finite automaton that reads a name character by character. Each state has at most one transition per character and
/// at most one without input. Matching (all states at once) and the search for a name that two globs share (<see cref="GlobOverlap"/>) use
/// the same transitions, so they cannot disagree.
/// </summary>
internal sealed class Glob
{
    private static readonly SearchValues<char> Special = SearchValues.Create(@"?[]{}\");

    private readonly List<Step> steps = [];
    private readonly string literal;
    private readonly string fileStart;
    private readonly string fileEnd;

    /// <summary>Compiles a glob.</summary>
    /// <exception cref="ArgumentException">The text is not a valid glob; the message says why (<see cref="FindFault"/>).</exception>
    public Glob(string text)
    {
        if (FindFault(text) is { } fault)
        {
            throw new ArgumentException(fault, nameof(text));
        }

        var wildcard = text.IndexOf('*', StringComparison.Ordinal);
        literal = wildcard < 0 ? text : text[..wildcard];
        var segments = text.Split('/');
        (fileStart, fileEnd) = (segments[^1].Split('*')[0], segments[^1].Split('*')[^1]);
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

            foreach (var c in last ? segments[i] : segments[i] + '/')
            {
                steps.Add(c == '*' ? new(StepKind.Name) : new(StepKind.Literal, c));
            }
        }
    }

    private enum StepKind
    {
        Literal,
        Name,
        Folders,
        InFolder,
    }

    /// <summary>The accepting state: the whole name has been read.</summary>
    public int End => steps.Count;

    /// <summary>The common start of all names that it matches: the glob before its first wildcard.</summary>
    public string Start => literal;

    /// <summary>The literal characters of the glob.</summary>
    public IEnumerable<char> Literals => steps.Where(s => s.Kind == StepKind.Literal).Select(s => s.Char).Distinct();

    /// <summary>Why a text is not a valid glob, or <see langword="null"/> if it is one.</summary>
    public static string? FindFault(string text)
    {
        if (text.Length == 0)
        {
            return "the glob is empty";
        }

        if (text.AsSpan().IndexOfAny(Special) is var special and >= 0)
        {
            return $"'{text[special]}' is not allowed: the wildcards are '*' within a folder and '**' for any folders";
        }

        if (text.Any(char.IsControl))
        {
            return "a control character is not allowed";
        }

        foreach (var segment in text.Split('/'))
        {
            if (segment.Length == 0)
            {
                return "it has an empty folder or file name ('/' at the start, at the end, or twice in a row)";
            }

            if (segment is "." or "..")
            {
                return $"'{segment}' is not allowed as a folder or file name";
            }

            if (segment != "**" && segment.Contains("**", StringComparison.Ordinal))
            {
                return $"'**' stands for whole folders and cannot be part of '{segment}'";
            }
        }

        return null;
    }

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

    /// <summary>
    /// A quick check whether two globs can match the same name, by how their file names begin and end. It tells most globs of one folder
    /// apart.
    /// </summary>
    public bool CanMeet(Glob other) =>
        (fileStart.StartsWith(other.fileStart, StringComparison.Ordinal) || other.fileStart.StartsWith(fileStart, StringComparison.Ordinal))
        && (fileEnd.EndsWith(other.fileEnd, StringComparison.Ordinal) || other.fileEnd.EndsWith(fileEnd, StringComparison.Ordinal));

    /// <summary>Whether the glob matches a name. The time is linear in the name's length, whatever the glob.</summary>
    public bool Matches(ReadOnlySpan<char> name)
    {
        if (!name.StartsWith(literal, StringComparison.Ordinal) || !IsFileName(name))
        {
            return false;
        }

        const int OnStack = 128;
        var size = steps.Count + 1;
        Span<bool> states = size <= OnStack ? stackalloc bool[OnStack] : new bool[size];
        Span<bool> next = size <= OnStack ? stackalloc bool[OnStack] : new bool[size];
        Enter(states, literal.Length);
        foreach (var c in name[literal.Length..])
        {
            next.Clear();
            var any = false;
            for (var state = literal.Length; state < steps.Count; state++)
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
        StepKind.Literal => steps[state].Char == c ? state + 1 : -1,
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

    private void Enter(Span<bool> states, int state)
    {
        for (; state >= 0 && !states[state]; state = Skip(state))
        {
            states[state] = true;
        }
    }

    private readonly record struct Step(StepKind Kind, char Char = '\0');
}
