using Sluice.Files;
using Sluice.Lake;

namespace Sluice.Folder;

/// <summary>Finds the newest versions of files.</summary>
/// <param name="patience">How long after the last write the end of a line that is not complete is waited for. Until then, a version ends
/// with the last complete line. Zero not to wait.</param>
/// <param name="time">The clock, which must be that of the file system.</param>
internal sealed class FolderVersions(TimeSpan patience, TimeProvider time)
{
    // How often a file that changes is waited for.
    private const int MostTries = 3;

    // The system counts the times of files in steps of at most 10 ms, on some drives of up to 2 s.
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongStep = TimeSpan.FromSeconds(2.1);

    // A timer may be early by as much.
    private static readonly TimeSpan TimerStep = TimeSpan.FromMilliseconds(2);

    /// <summary>Is told of each version that ends before its file does, or is provisional: its path in the lake, and when to look again.
    /// </summary>
    public Action<string, DateTimeOffset>? OnUnfinished { get; set; }

    /// <summary>The newest version of a file, or <see langword="null"/> if there is no regular file.</summary>
    /// <param name="path">Its path in the lake.</param>
    /// <param name="place">Its path on this machine.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<FileVersion?> FindAsync(string path, string place, CancellationToken cancellationToken)
    {
        var (state, isSettled) = await SettleAsync(place, cancellationToken);
        if (state.Kind != PathKind.File)
        {
            return null;
        }

        var whole = ToVersion(path, state, FolderTag.Of(state));
        var end = state.Length;
        var isRecent = time.GetUtcNow().UtcTicks - state.Modified is var age and >= 0 && age < patience.Ticks;
        if (isRecent)
        {
            end = await FindEndAsync(place, state.Length, cancellationToken);
        }

        var hasNoLine = isRecent && end == 0;
        if (end == state.Length && isSettled && !hasNoLine)
        {
            return whole;
        }

        var settled = Math.Max(state.Modified + patience.Ticks, state.Changed + LongStep.Ticks);
        OnUnfinished?.Invoke(path, new DateTimeOffset(settled, TimeSpan.Zero) + Step);
        return hasNoLine
            ? whole with { Access = BlobAccess.BeingWritten }
            : ToVersion(path, state, FolderTag.OfStart(state, end));
    }

    private static FileVersion ToVersion(string path, FileState state, FolderTag tag) => new(
        path, tag.ToString(), tag.Length, ToTime(state.Modified), ToTime(state.Created), BlobKind.Block);

    // Microseconds: a warehouse may not hold more.
    private static DateTimeOffset ToTime(long ticks) => new(ticks - (ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    private static async Task<long> FindEndAsync(string place, long length, CancellationToken cancellationToken)
    {
        try
        {
            return length == 0 ? 0 : await LineEnd.FindAsync(place, length, cancellationToken);
        }
        catch (Exception e) when (FolderError.IsGone(e))
        {
            return 0;
        }
    }

    /// <summary>
    /// The state of a file, once a later change must show in it. A file that changes all the time, or is on a drive with a coarse clock, is
    /// not waited for.
    /// </summary>
    private async Task<(FileState State, bool IsSettled)> SettleAsync(string place, CancellationToken cancellationToken)
    {
        var state = FileState.Find(place);
        for (var tries = 0; ; tries++)
        {
            var age = TimeSpan.FromTicks(time.GetUtcNow().UtcTicks - state.Changed);
            var isCoarse = state.Changed % TimeSpan.TicksPerSecond == 0;
            if (state.Kind != PathKind.File || age >= (isCoarse ? LongStep : Step))
            {
                return (state, true);
            }

            if (tries == MostTries || isCoarse || age < -Step)
            {
                return (state, false);
            }

            await Task.Delay(Step - age + TimerStep, time, cancellationToken);
            state = FileState.Find(place);
        }
    }
}
