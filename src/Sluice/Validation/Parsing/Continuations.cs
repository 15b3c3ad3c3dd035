using System.Runtime.InteropServices;

namespace Sluice.Validation.Parsing;

/// <summary>
/// Remembers how records continue after line breaks within them. After a line that begins no record, each following line is tried as a
/// record, and all of them may run through the same text. Invariant: text that one record was followed through is not scanned again for
/// another one in the same phase. So the time of reading is linear in the bytes of the file, whatever its quotes.
/// </summary>
/// <param name="scanner">The grammar.</param>
internal sealed class Continuations(DialectScanner scanner)
{
    private const int FewPlaces = 1024;

    private readonly Dictionary<(long At, ScanPhase Phase), Continuation> places = [];
    private int mostPlaces = FewPlaces;

    /// <summary>
    /// The offset up to which records were followed. A record that begins at or after it shares nothing with earlier ones.
    /// </summary>
    public long Frontier { get; private set; }

    /// <summary>The bytes scanned so far.</summary>
    public long Work { get; private set; }

    /// <summary>Notes that a record was followed up to an offset.</summary>
    public void MoveFrontier(long at) => Frontier = Math.Max(Frontier, at);

    /// <summary>
    /// Forgets places before the start of a record, because no record passes them any more: all places, once the record begins beyond the
    /// frontier. The limit doubles with what must be kept, so the cleaning takes amortized constant time.
    /// </summary>
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

    /// <summary>The continuation of a record that reaches a line break in a phase.</summary>
    public Continuation From(long at, ScanPhase phase)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, (at, phase), out _);
        place ??= new Continuation { At = at, Phase = phase };
        return place.Find();
    }

    /// <summary>Follows a record until it ends, has a fault or is over a limit.</summary>
    /// <param name="continuation">The continuation. It may merge with another one, which then replaces it.</param>
    /// <param name="bytes">The bytes in the buffer.</param>
    /// <param name="offset">The file offset of the first of them.</param>
    /// <param name="isLast">Whether the file ends with them.</param>
    /// <param name="limit">The offset after which its end does not matter, because the record is too long.</param>
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

    // Whether another record was followed through this place in the same phase. If so, its result is this one's too.
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
