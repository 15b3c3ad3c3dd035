using System.Diagnostics;
using System.Diagnostics.Metrics;
using Sluice.Ledger;
using Sluice.Telemetry;
using Sluice.Text;

namespace Sluice.Loading;

/// <summary>What is told of one load: its trace and its metrics. Without a listener it costs next to nothing.</summary>
/// <remarks>
/// Reading, validating and writing go on side by side, batch by batch; each is one span, as long as the load was at work on it at all, and
/// says in <c>sluice.load.stage.busy</c> for how many seconds it really was. Each commit is a span of its own.
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

    /// <summary>Begins. What the calling method does until it disposes of this is a part of the load.</summary>
    /// <param name="load">The load, as far as it is known.</param>
    public LoadTelemetry(Load load)
    {
        begun = load;
        dataset = new() { { TelemetryTags.Dataset, load.Dataset } };
        trace = LoadTraces.StartTrace($"load {load.Dataset}");
        trace?.SetTag(TelemetryTags.Dataset, load.Dataset)
            .SetTag(TelemetryTags.File, load.File)
            .SetTag(TelemetryTags.Trigger, EnumNames<LoadTrigger>.GetName(load.Trigger));
    }

    /// <summary>Comparing the file with what is loaded of it.</summary>
    public LoadStage Plan { get; } = new("plan");

    /// <summary>Waiting for bytes of the lake.</summary>
    public LoadStage Read { get; } = new("read");

    /// <summary>Making rows and rejects of bytes.</summary>
    public LoadStage Validate { get; } = new("validate");

    /// <summary>Giving rows and rejects to the warehouse.</summary>
    public LoadStage Write { get; } = new("write");

    /// <summary>Committing, in all.</summary>
    public LoadStage Commit { get; } = new("commit");

    /// <summary>Starts the span of a commit.</summary>
    public Activity? StartCommit() =>
        trace is null ? null : LoadTraces.Source.StartActivity(Commit.Name, ActivityKind.Internal, trace.Context);

    /// <summary>
    /// Counts what is committed. A load that begins again, or leaves no row, is back behind what it has committed before: counters only go
    /// up, so that is counted once.
    /// </summary>
    /// <param name="progress">The load so far.</param>
    public void Committed(LoadProgress progress)
    {
        CountTo(LoadMetrics.Rows, ref rows, progress.Rows);
        CountTo(LoadMetrics.Rejects, ref rejects, progress.Rejected);
        CountTo(LoadMetrics.Read, ref bytes, progress.Bytes);
    }

    /// <summary>Tells how the load ended.</summary>
    /// <param name="load">The load.</param>
    /// <param name="reason">Why it failed, or <see langword="null"/>. Its type is told, never its message.</param>
    public void End(Load load, Exception? reason = null) => End(load, reason?.GetType().FullName);

    /// <summary>
    /// Ends the trace; what the calling method does now is a part of what asked for the load again. A load that has not ended has failed:
    /// the warehouse or the lake was out of reach.
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
