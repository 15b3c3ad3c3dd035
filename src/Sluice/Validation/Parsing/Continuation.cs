namespace Sluice.Validation.Parsing;

/// <summary>
/// What is known about how a record continues after a line break within it. All records that reach the same place in the same phase
/// continue alike, so they share one object, by union-find.
/// </summary>
internal sealed class Continuation
{
    private Continuation? same;

    /// <summary>The file offset up to which it is known: its end, its fault, or where following it resumes.</summary>
    public long At { get; set; }

    /// <summary>The phase at that offset, while the state is open.</summary>
    public ScanPhase Phase { get; set; }

    /// <summary>What is known about the continuation.</summary>
    public ContinuationState State { get; set; }

    /// <summary>Makes another continuation stand for this one.</summary>
    public void MergeInto(Continuation other) => same = other;

    /// <summary>The representative of all continuations that were merged with this one. Shortens the path to it.</summary>
    public Continuation Find()
    {
        var root = this;
        while (root.same is { } next)
        {
            root = next;
        }

        for (var at = this; at.same is { } next; at = next)
        {
            at.same = root;
        }

        return root;
    }
}
