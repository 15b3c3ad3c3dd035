namespace Sluice.Lake;

/// <summary>Finds a name that two globs share, by a breadth-first search through the product of their automata.</summary>
internal static class GlobOverlap
{
    /// <summary>A name that both globs match, or <see langword="null"/> if there is none.</summary>
    public static string? FindName(Glob a, Glob b) =>
        // First look for a name that a person would expect. Only if there is none, accept one like ".csv".
        FindName(a, b, plain: true) ?? FindName(a, b, plain: false);

    private static string? FindName(Glob a, Glob b, bool plain)
    {
        // All characters that neither glob names behave alike: 'x' stands for them.
        char[] alphabet = [.. a.Literals.Concat(b.Literals).Prepend('x').Append('/').Distinct()];
        var cameFrom = new Dictionary<Node, (Node From, char? By)>();
        var queue = new Queue<Node>();
        var start = new Node(0, 0, Segment.Start);
        cameFrom[start] = (start, null);
        queue.Enqueue(start);
        while (queue.TryDequeue(out var node))
        {
            if (node.A == a.End && node.B == b.End && node.Segment == Segment.Name)
            {
                return Spell(node, start, cameFrom);
            }

            Visit(node with { A = a.Skip(node.A) }, node, null);
            Visit(node with { B = b.Skip(node.B) }, node, null);
            foreach (var c in alphabet)
            {
                if (Follow(node.Segment, c, plain) is { } segment)
                {
                    Visit(new Node(a.Read(node.A, c), b.Read(node.B, c), segment), node, c);
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

    // What Glob.IsFileName allows, one character at a time.
    private static Segment? Follow(Segment segment, char c, bool plain) => (segment, c) switch
    {
        (Segment.Start, '/' or '.') when plain => null,
        (Segment.Dot or Segment.DotDot, '/') => null,
        (_, '/') => Segment.Start,
        (Segment.Start, '.') => Segment.Dot,
        (Segment.Dot, '.') => Segment.DotDot,
        _ => Segment.Name,
    };

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

    private readonly record struct Node(int A, int B, Segment Segment);
}
