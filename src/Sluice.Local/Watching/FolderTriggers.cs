using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Folder;
using Sluice.Hosting.Triggers;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Events;
using Sluice.Ledger;
using Sluice.Loading;
using Sluice.Operations;

namespace Sluice.Local.Watching;

/// <summary>
/// Loads files when they are written to the folder of the lake, follows renames, and sweeps after anything else. What the blob triggers do
/// for a storage account.
/// </summary>
internal sealed partial class FolderTriggers(
    FolderLake storage, LakeDefinition lake, Loader loader, Renames renames, TriggerFailures failures, SweepRunner sweeps,
    LoaderOptions options, TimeProvider time, ILogger<FolderTriggers> logger) : BackgroundService
{
    // As often as the Functions host tries. After that, the sweep does.
    private const int MostTries = 5;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SweepPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WatchPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan CheckPause = TimeSpan.FromSeconds(2);

    // All that happens, to be handled one after the other. So nothing else needs a lock.
    private readonly Channel<Action> happened = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly DueFiles due = new(options.Concurrency);
    private readonly Dictionary<string, int> tries = new(StringComparer.Ordinal);
    private FolderWatcher? watcher;
    private DateTimeOffset? sweepAt;
    private DateTimeOffset? watchAt;
    private DateTimeOffset checkAt;
    private bool isSweeping;
    private Task rename = Task.CompletedTask;

    /// <summary>Begins to watch. What is written from now on is loaded.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        storage.OnUnfinished = (path, at) => happened.Writer.TryWrite(() => due.AddAt(path, at));
        watcher = new FolderWatcher(storage.Layout, change => happened.Writer.TryWrite(() => Handle(change)));
        Watch();
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        watcher?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Task<bool>? more = null;
        while (true)
        {
            more ??= happened.Reader.WaitToReadAsync(stoppingToken).AsTask();
            try
            {
                await more.WaitAsync(PauseBefore(time.GetUtcNow()), time, stoppingToken);
                more = null;
            }
            catch (TimeoutException)
            {
                // Something is due.
            }

            while (happened.Reader.TryRead(out var handle))
            {
                handle();
            }

            Begin(time.GetUtcNow(), stoppingToken);
        }
    }

    private TimeSpan PauseBefore(DateTimeOffset now)
    {
        var next = new[] { due.Next, isSweeping ? null : sweepAt, watchAt, checkAt }.Min()!.Value;
        return next > now ? next - now : TimeSpan.Zero;
    }

    private void Begin(DateTimeOffset now, CancellationToken stoppingToken)
    {
        if (watchAt <= now)
        {
            Watch();
        }
        else if (checkAt <= now)
        {
            Check(now);
        }

        foreach (var path in due.Take(now))
        {
            _ = Task.Run(() => LoadAsync(path, stoppingToken), CancellationToken.None);
        }

        if (sweepAt <= now && !isSweeping)
        {
            (sweepAt, isSweeping) = (null, true);
            _ = Task.Run(() => SweepAsync(stoppingToken), CancellationToken.None);
        }
    }

    private void Watch()
    {
        watchAt = null;
        if (watcher!.Start() is { } fault)
        {
            LogNotWatched(fault);
            watchAt = time.GetUtcNow() + WatchPause;
            SweepSoon();
        }
    }

    private void Check(DateTimeOffset now)
    {
        checkAt = now + CheckPause;
        if (!watcher!.IsCurrent)
        {
            Watch();
            if (watchAt is null)
            {
                LogMissed("The folder was made anew.");
                SweepSoon();
            }
        }
    }

    private void SweepSoon() => sweepAt ??= time.GetUtcNow() + SweepPause;

    private void Handle(FolderChange change)
    {
        switch (change.Kind)
        {
            case FolderChangeKind.FileWritten when lake.HasContainerOf(change.Path):
                due.Add(change.Path, time.GetUtcNow());
                break;
            case FolderChangeKind.FileRenamed or FolderChangeKind.FolderRenamed:
                due.Drop(change.From);
                rename = FollowAsync(rename, change, time.GetUtcNow());
                break;
            case FolderChangeKind.Unknown:
                if (change.Fault is { } fault)
                {
                    LogMissed(fault);
                    Watch();
                }

                SweepSoon();
                break;
        }
    }

    private async Task LoadAsync(string path, CancellationToken stoppingToken)
    {
        var started = time.GetTimestamp();
        var isDone = false;
        try
        {
            await failures.RunAsync(IngestFunction.Name, path, () => LoadOnceAsync(path, stoppingToken), stoppingToken);
            isDone = true;
        }
        catch (LoggedException)
        {
            // It is tried again, unless the app stops.
        }

        happened.Writer.TryWrite(() => End(path, time.GetElapsedTime(started), isDone));
    }

    private async Task LoadOnceAsync(string path, CancellationToken stoppingToken)
    {
        try
        {
            if (await storage.FindAsync(path, stoppingToken) is { Access: not BlobAccess.BeingWritten })
            {
                LoadFailedException.ThrowIfFailed(await loader.LoadAsync(path, LoadTrigger.Blob, progress: null, stoppingToken));
            }
        }
        catch (FileNotFoundException)
        {
            // It is gone. The sweep that follows a deletion handles that.
        }
    }

    private void End(string path, TimeSpan took, bool isDone)
    {
        due.End(path, time.GetUtcNow(), took);
        var failed = isDone ? 0 : tries.GetValueOrDefault(path) + 1;
        if (failed is 0 or MostTries)
        {
            tries.Remove(path);
            return;
        }

        tries[path] = failed;
        due.AddAt(path, time.GetUtcNow() + FirstPause * (1 << (failed - 1)));
    }

    // One after the other: a file may be renamed twice.
    private async Task FollowAsync(Task earlier, FolderChange change, DateTimeOffset now)
    {
        await earlier;
        try
        {
            var kind = change.Kind == FolderChangeKind.FileRenamed ? LakeEventKind.FileRenamed : LakeEventKind.FolderRenamed;
            var renamed = new LakeEvent(kind, change.Path) { From = change.From, Time = now };
            await failures.RunAsync(
                RenamesFunction.Name,
                file: null,
                async () =>
                {
                    if (await renames.FollowAsync(renamed, CancellationToken.None) is { } load)
                    {
                        LoadFailedException.ThrowIfFailed(load);
                    }
                },
                CancellationToken.None);
        }
        catch (LoggedException)
        {
            happened.Writer.TryWrite(SweepSoon);
        }
    }

    private async Task SweepAsync(CancellationToken stoppingToken)
    {
        try
        {
            await sweeps.RunAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The app stops.
        }

        happened.Writer.TryWrite(() => isSweeping = false);
    }

    [LoggerMessage(53, LogLevel.Warning, "Changes in the lake's folder may have been missed: {Reason} A sweep looks for them.")]
    private partial void LogMissed(string reason);

    [LoggerMessage(
        54,
        LogLevel.Warning,
        "The lake's folder cannot be watched: {Reason} Until it can, a sweep looks for changes each minute.")]
    private partial void LogNotWatched(string reason);
}
