using Sluice.Lake.Definition;
using Sluice.Lake.Events;
using Sluice.Ledger;
using Sluice.Loading;

namespace Sluice.Operations;

/// <summary>Follows renames of files and folders. Safe for concurrent use, and for events that come twice or late.</summary>
public sealed class Renames(LakeDefinition lake, Loader loader, OperationStarter operations)
{
    /// <summary>
    /// Follows a rename. The rows of a file have gone along when the call returns (<see cref="Loader.MoveAsync"/>). The files of a folder
    /// are the work of an operation, which the call starts.
    /// </summary>
    /// <param name="event">The event. One that is no rename, or about no container of the lake, is left alone.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The load of the new path, or the removal of the old one, also if it failed; or <see langword="null"/>.</returns>
    /// <exception cref="FileBusyException">Another load holds one of the files for too long.</exception>
    public async Task<Load?> FollowAsync(LakeEvent @event, CancellationToken cancellationToken)
    {
        if (@event.From is not { } from || !(lake.HasContainerOf(from) || lake.HasContainerOf(@event.Path)))
        {
            return null;
        }

        if (@event.Kind == LakeEventKind.FolderRenamed)
        {
            await operations.StartAsync(WorkRequest.ForRename(from, @event.Path, @event.Time), cancellationToken);
            return null;
        }

        return await loader.MoveAsync(from, @event.Path, @event.Time, cancellationToken);
    }
}
