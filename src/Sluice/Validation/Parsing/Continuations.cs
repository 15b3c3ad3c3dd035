using System.Runtime.InteropServices;

namespace Sluice.Validation.Parsing;

/// <summary>
/// What is known of how records go on behind line breaks within them. After a line that is no record, the next ones are tried, and each
/// may run on through the same text: as far as one has been followed, none is followed again. So reading takes a time that grows with the
/// bytes of a file, whatever its quotes are.
/// </summary>
/// <param name="scanner">The grammar.</param>
internal sealed class Continuations(DialectScanner scanner)
{
    private const int FewPlaces = 1024;

    private readonly Dictionary<(long At, ScanPhase Phase), Continuation> places = [];
    private int mostPlaces = FewPlaces;

    /// <summary>The place up to which something is known; records that begin after it have nothing in common with those before.</summary>
    public long Frontier { get; private set; }

    /// <summary>The bytes gone over.</summary>
    public long Work { get; private set; }

    /// <summary>Takes note that a record was followed up to a place.</summary>
    public void MoveFrontier(long at) => Frontier = Math.Max(Frontier, at);

    /// <summary>Forgets places before a record, where none begins any more: all of them once it is behind the frontier.</summary>
    public void Forget(long before)
    {
        if (before >= Frontier)
        {
            places.Clear();
        }

        if (places.Count <= mostPlaces)
        {
            return;
        }

        foreach (var place in places.Keys.Where(p => p.At < before).ToList())
        {
            places.Remove(place);
        }

        mostPlaces = Math.Max(FewPlaces, places.Count * 2);
    }

    /// <summary>How a record goes on that is in a phase at a line break.</summary>
    public Continuation From(long at, ScanPhase phase)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, (at, phase), out _);
        place ??= new Continuation { At = at, Phase = phase };
        return place.Find();
    }

    /// <summary>Follows a record until it ends, has a fault or is over a limit.</summary>
    /// <param name="continuation">How it goes on; it may turn out to be the same as another one.</param>
    /// <param name="bytes">The bytes that are there.</param>
    /// <param name="offset">Where in the file they begin.</param>
    /// <param name="isLast">Whether the file ends with them.</param>
    /// <param name="limit">The place after which its end does not matter.</param>
    /// <returns><see langword="false"/> if more bytes are needed.</returns>
    public bool TryFollow(ref Continuation continuation, ReadOnlySpan<byte> bytes, long offset, bool isLast, long limit)
    {
        while (continuation.State == ContinuationState.Open && continuation.At <= limit)
        {
            var phase = continuation.Phase;
            var token = scanner.Next(bytes[(int)(continuation.At - offset)..], isLast, stopsAtBreaks: true, ref phase, out var length);
            if (token == ScanToken.More)
            {
                return false;
            }

            if (token is ScanToken.Break or ScanToken.EscapedBreak && TryMerge(ref continuation))
            {
                continue;
            }

            Work += length;
            continuation.Phase = phase;
            continuation.At += token == ScanToken.End ? 0 : length;
            continuation.State = token switch
            {
                ScanToken.End => ContinuationState.Ended,
                ScanToken.LateText => ContinuationState.Faulty,
                ScanToken.Unclosed => ContinuationState.Unclosed,
                _ => ContinuationState.Open,
            };
            MoveFrontier(continuation.At);
        }

        return true;
    }

    // Whether another record was followed through this place in the same phase.
    private bool TryMerge(ref Continuation continuation)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, (continuation.At, continuation.Phase), out _);
        var known = (place ??= continuation).Find();
        if (known == continuation)
        {
            return false;
        }

        continuation.MergeInto(known);
        continuation = known;
        return true;
    }
}
