namespace Sluice.Validation.Parsing;

/// <summary>How a record goes on from a line break within it. All records that are in the same phase there have the same one.</summary>
internal sealed class Continuation
{
    private Continuation? same;

    /// <summary>Where in the file it is known up to: to its end, to its fault, or to where it is followed next.</summary>
    public long At { get; set; }

    /// <summary>The phase there, while it is open.</summary>
    public ScanPhase Phase { get; set; }

    /// <summary>What is known.</summary>
    public ContinuationState State { get; set; }

    /// <summary>Takes note that from here on it is the same as another one.</summary>
    public void MergeInto(Continuation other) => same = other;

    /// <summary>The one that stands for all that are the same.</summary>
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
