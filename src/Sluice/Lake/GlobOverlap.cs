namespace Sluice.Lake;

/// <summary>
/// Finds a name that two globs share, by a breadth-first search through the product of their automata and of the rule of what a name can
/// be.
/// </summary>
internal static class GlobOverlap
{
    private const int ShortestContainer = 3;

    // Added to the state of a container's name that ends in a hyphen.
    private const int Hyphen = 4;

    /// <summary>What a name can be, as an automaton of its own.</summary>
    /// <param name="state">The state; 0 is the start.</param>
    /// <param name="c">The next character.</param>
    /// <returns>The next state, or -1 if no name goes on like that.</returns>
    private delegate int NameRule(int state, char c);

    /// <summary>The name of a file that both globs match, or <see langword="null"/> if there is none.</summary>
    public static string? FindName(Glob a, Glob b)
    {
        // First look for a name that a person would expect. Only if there is none, accept one like ".csv".
        var pairs = a.Alternatives.SelectMany(x => b.Alternatives.Where(x.CanMeet).Select(y => (A: x, B: y))).ToList();
        return FindFirst(pairs, FollowPlainName) ?? FindFirst(pairs, FollowName);
    }

    /// <summary>The name of a container that both patterns match, or <see langword="null"/> if there is none.</summary>
    public static string? FindContainer(GlobAutomaton a, GlobAutomaton b) => Search(a, b, FollowContainer, ShortestContainer);

    private static string? FindFirst(List<(GlobAutomaton A, GlobAutomaton B)> pairs, NameRule rule) =>
        pairs.Select(p => Search(p.A, p.B, rule, (int)Segment.Name)).FirstOrDefault(n => n is not null);

    private static string? Search(GlobAutomaton a, GlobAutomaton b, NameRule rule, int end)
    {
        // All characters that neither glob names behave alike: 'x' stands for them.
        char[] alphabet = [.. a.Literals.Concat(b.Literals).Prepend('x').Append('/').Distinct()];
        var cameFrom = new Dictionary<Node, (Node From, char? By)>();
        var queue = new Queue<Node>();
        var start = new Node(0, 0, 0);
        cameFrom[start] = (start, null);
        queue.Enqueue(start);
        while (queue.TryDequeue(out var node))
        {
            if (node.A == a.End && node.B == b.End && node.Name == end)
            {
                return Spell(node, start, cameFrom);
            }

            Visit(node with { A = a.Skip(node.A) }, node, null);
            Visit(node with { B = b.Skip(node.B) }, node, null);
            foreach (var c in alphabet)
            {
                if (rule(node.Name, c) is var name and >= 0)
                {
                    Visit(new Node(a.Read(node.A, c), b.Read(node.B, c), name), node, c);
                }
            }
        }

        return null;

        void Visit(Node to, Node from, char? by)
        {
            if (to.A >= 0 && to.B >= 0 && cameFrom.TryAdd(to, (from, by)))
            {
                queue.Enqueue(to);
            }
        }
    }

    private static int FollowPlainName(int state, char c) =>
        (Segment)state == Segment.Start && c is ('/' or '.') ? -1 : FollowName(state, c);

    // What Glob.IsFileName allows, one character at a time.
    private static int FollowName(int state, char c) => ((Segment)state, c) switch
    {
        (Segment.Dot or Segment.DotDot, '/') => -1,
        (_, '/') => (int)Segment.Start,
        (Segment.Start, '.') => (int)Segment.Dot,
        (Segment.Dot, '.') => (int)Segment.DotDot,
        _ => (int)Segment.Name,
    };

    // What ContainerName.IsName allows, but for the greatest length. The state is the number of characters, up to the fewest that a name
    // has.
    private static int FollowContainer(int state, char c)
    {
        var length = state & ~Hyphen;
        var next = Math.Min(length + 1, ShortestContainer);
        return c switch
        {
            '/' => -1,
            '-' => length == 0 || (state & Hyphen) != 0 ? -1 : next | Hyphen,
            _ => next,
        };
    }

    private static string Spell(Node node, Node start, Dictionary<Node, (Node From, char? By)> cameFrom)
    {
        var name = new List<char>();
        while (node != start)
        {
            (node, var by) = cameFrom[node];
            if (by is { } c)
            {
                name.Add(c);
            }
        }

        name.Reverse();
        return new string([.. name]);
    }

    private enum Segment
    {
        Start,
        Dot,
        DotDot,
        Name,
    }

    private readonly record struct Node(int A, int B, int Name);
}
