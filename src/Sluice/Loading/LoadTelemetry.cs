using System.Diagnostics;
using System.Diagnostics.Metrics;
using Sluice.Lake;
using Sluice.Ledger;
using Sluice.Telemetry;
using Sluice.Text;

namespace Sluice.Loading;

/// <summary>The trace and metrics of one load. Without a listener it costs almost nothing.</summary>
/// <remarks>
/// Reading, validating and writing run in parallel, batch by batch. Each is one span, from its first to its last work, with the seconds of
/// actual work in <c>sluice.load.stage.busy</c>. Each commit is its own span.
/// </remarks>
internal sealed class LoadTelemetry : IDisposable
{
    private readonly Activity? caller = Activity.Current;
    private readonly Activity? trace;
    private readonly long started = Stopwatch.GetTimestamp();
    private readonly TagList dataset;
    private readonly Load begun;
    private bool hasEnded;
    private long rows;
    private long rejects;
    private long bytes;

    /// <summary>Starts the trace. Everything that the calling method does until it disposes this belongs to it.</summary>
    /// <param name="load">The load at its start.</param>
    public LoadTelemetry(Load load)
    {
        begun = load;
        dataset = new() { { TelemetryTags.Dataset, load.Dataset } };
        trace = LoadTraces.StartTrace($"load {load.Dataset}");
        trace?.SetTag(TelemetryTags.Dataset, load.Dataset)
            .SetTag(TelemetryTags.File, load.File)
            .SetTag(TelemetryTags.Trigger, EnumNames<LoadTrigger>.GetName(load.Trigger));
    }

    /// <summary>Comparing the file with its checkpoint.</summary>
    public LoadStage Plan { get; } = new("plan");

    /// <summary>Waiting for bytes from the lake.</summary>
    public LoadStage Read { get; } = new("read");

    /// <summary>Turning bytes into rows and rejects.</summary>
    public LoadStage Validate { get; } = new("validate");

    /// <summary>Sending rows and rejects to the warehouse.</summary>
    public LoadStage Write { get; } = new("write");

    /// <summary>Committing: all commits together.</summary>
    public LoadStage Commit { get; } = new("commit");

    /// <summary>Starts the span of a commit.</summary>
    public Activity? StartCommit() =>
        trace is null ? null : LoadTraces.Source.StartActivity(Commit.Name, ActivityKind.Internal, trace.Context);

    /// <summary>
    /// Counts what was committed. A load that starts over, or removes its rows, falls behind its earlier commits. Counters cannot decrease,
    /// so such rows are counted once.
    /// </summary>
    /// <param name="progress">The progress of the load with this commit.</param>
    public void Committed(LoadProgress progress)
    {
        CountTo(LoadMetrics.Rows, ref rows, progress.Rows);
        CountTo(LoadMetrics.Rejects, ref rejects, progress.Rejected);
        CountTo(LoadMetrics.Read, ref bytes, progress.Bytes);
        Count(progress.Changes);
    }

    /// <summary>Counts a file with these changes.</summary>
    public void Count(IReadOnlyList<ColumnChange> changes)
    {
        foreach (var (change, action) in changes.Select(c => (c.Change, c.Action)).Distinct())
        {
            var tags = dataset;
            tags.Add(TelemetryTags.Change, EnumNames<ColumnChangeKind>.GetName(change));
            tags.Add(TelemetryTags.Action, EnumNames<ColumnAction>.GetName(action));
            LoadMetrics.Drift.Add(1, tags);
        }
    }

    /// <summary>Records how the load ended.</summary>
    /// <param name="load">The load.</param>
    /// <param name="reason">Why it failed, or <see langword="null"/>. Only its type is recorded, never its message.</param>
    public void End(Load load, Exception? reason = null) => End(load, reason?.GetType().FullName);

    /// <summary>
    /// Ends the trace and restores the caller's. A load without a recorded end counts as failed: the warehouse or the lake was unreachable.
    /// </summary>
    public void Dispose()
    {
        if (!hasEnded)
        {
            End(begun with { State = LoadState.Failed }, TelemetryTags.OtherError);
        }

        if (trace is not null)
        {
            trace.Dispose();
            Activity.Current = caller;
        }
    }

    private void CountTo(Counter<long> counter, ref long counted, long total)
    {
        if (total > counted)
        {
            counter.Add(total - counted, dataset);
            counted = total;
        }
    }

    private void End(Load load, string? errorType)
    {
        hasEnded = true;
        var tags = dataset;
        tags.Add(TelemetryTags.State, EnumNames<LoadState>.GetName(load.State));
        tags.Add(TelemetryTags.Trigger, EnumNames<LoadTrigger>.GetName(load.Trigger));
        if (errorType is not null)
        {
            tags.Add(TelemetryTags.ErrorType, errorType);
        }

        LoadMetrics.Duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, tags);
        foreach (var stage in Stages.Where(s => s.HasWorked))
        {
            var stageTags = dataset;
            stageTags.Add(TelemetryTags.Stage, stage.Name);
            LoadMetrics.StageDuration.Record(stage.Busy.TotalSeconds, stageTags);
            if (trace is not null && stage != Commit)
            {
                stage.Write(trace);
            }
        }

        foreach (var (name, value) in tags)
        {
            trace?.SetTag(name, value);
        }

        trace?.SetTag(TelemetryTags.Load, load.Id)
            .SetTag(TelemetryTags.Kind, load.Kind is { } kind ? EnumNames<LoadKind>.GetName(kind) : null)
            .SetTag(TelemetryTags.Rows, load.Rows)
            .SetTag(TelemetryTags.Rejects, load.Rejected)
            .SetTag(TelemetryTags.Bytes, load.Bytes)
            .SetStatus(load.State == LoadState.Failed ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
    }

    private LoadStage[] Stages => [Plan, Read, Validate, Write, Commit];
}
