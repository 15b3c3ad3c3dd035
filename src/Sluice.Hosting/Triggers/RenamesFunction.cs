using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Sluice.Lake.Events;
using Sluice.Operations;

namespace Sluice.Hosting.Triggers;

/// <summary>
/// Follows renames of files and folders in the lake. Event Grid puts them into a queue, because the blob trigger knows only uploads.
/// </summary>
public sealed partial class RenamesFunction(Renames renames, ILogger<RenamesFunction> logger)
{
    /// <summary>The function's name.</summary>
    public const string Name = "Renames";

    /// <summary>
    /// Follows the renames of a message. Throws if one failed, so that the host tries again; in the end the sweep finds the files. Drops a
    /// message that is no event of the lake.
    /// </summary>
    /// <exception cref="LoadFailedException">A load failed.</exception>
    [Function(Name)]
    public async Task RunAsync(
        [QueueTrigger(EventQueue.Name, Connection = EventQueue.Setting)] string message, CancellationToken cancellationToken)
    {
        var renamed = LakeEvents.Parse(message).Where(e => e.From is not null).ToList();
        if (renamed.Count == 0)
        {
            LogDropped();
        }

        foreach (var @event in renamed)
        {
            if (await renames.FollowAsync(@event, cancellationToken) is { } load)
            {
                LoadFailedException.ThrowIfFailed(load);
            }
        }
    }

    [LoggerMessage(37, LogLevel.Warning, $"A message in the queue {EventQueue.Name} is no rename in the lake and is dropped")]
    private partial void LogDropped();
}
