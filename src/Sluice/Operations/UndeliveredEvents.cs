using Microsoft.Extensions.Logging;
using Sluice.Lake.Definition;
using Sluice.Lake.Events;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Telemetry;

namespace Sluice.Operations;

/// <summary>
/// Reads the dead letters of the lake's events back, before a sweep lists the lake. It counts them and follows their renames. The sweep
/// itself finds the files that were written, because it lists them next.
/// </summary>
internal sealed partial class UndeliveredEvents(IDeadLetters letters, LakeDefinition lake, Renames renames, ILogger logger)
{
    /// <summary>The most dead letters of a sweep. The next one goes on.</summary>
    private const int MostLetters = 200;

    /// <summary>
    /// Handles dead letters, and deletes those that are done. A failure is logged, and ends only this: the sweep goes on.
    /// </summary>
    public async Task HandleAsync(CancellationToken cancellationToken)
    {
        var (count, reason) = (0, (string?)null);
        try
        {
            await foreach (var letter in letters.ReadAsync(MostLetters, cancellationToken))
            {
                var events = LakeEvents.Parse(letter.Text);
                if (events.Count == 0)
                {
                    // It stays, for those who look into it.
                    LogFailed(null, $"{letter.Name} has no event of the storage.");
                }
                else if (await TryFollowAsync(events, cancellationToken))
                {
                    await letters.DeleteAsync(letter, cancellationToken);
                    count += events.Count;
                    reason ??= events.FirstOrDefault(e => e.DeadLetterReason is not null)?.DeadLetterReason;
                    Count(events);
                }
            }
        }
        catch (Exception e) when (e is not OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            Log(e);
        }

        if (count > 0)
        {
            LogHandled(count, reason ?? "unknown");
        }
    }

    private async Task<bool> TryFollowAsync(IReadOnlyList<LakeEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            var isDone = true;
            foreach (var renamed in events.Where(e => e.From is not null))
            {
                // A load that failed is in the ledger, and the sweep repeats it. A removal might not be.
                isDone &= await renames.FollowAsync(renamed, cancellationToken) is not { State: LoadState.Failed, Kind: LoadKind.Remove };
            }

            return isDone;
        }
        catch (Exception e) when (e is not OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            Log(e);
            return false;
        }
    }

    private void Count(IReadOnlyList<LakeEvent> events)
    {
        foreach (var group in events.GroupBy(e => (lake.Match(e.Path) ?? (e.From is { } from ? lake.Match(from) : null))?.Name))
        {
            LoadMetrics.DeadLetters.Add(group.Count(), new KeyValuePair<string, object?>(TelemetryTags.Dataset, group.Key));
        }
    }

    private void Log(Exception e)
    {
        var cause = FailureReason.CauseOf(e);
        LogFailed(FailureReason.TraceOf(cause), FailureReason.Describe(cause));
    }

    [LoggerMessage(
        35, LogLevel.Warning,
        "{Events} events of the lake could not be delivered and were read back. The first reason is {Reason}.")]
    private partial void LogHandled(int events, string reason);

    [LoggerMessage(36, LogLevel.Warning, "Events that could not be delivered could not be read back; the next sweep tries again: {Reason}")]
    private partial void LogFailed(Exception? trace, string reason);
}
