using System.IO.Hashing;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Ledger;

namespace Sluice.Loading;

/// <summary>What a load does with a file, and where it starts to read.</summary>
/// <param name="Kind">What the load does.</param>
/// <param name="After">The checkpoint that it resumes after; <see langword="null"/> to start at the beginning of the file.</param>
/// <param name="Prefix">The state of the hash of the bytes before, to continue with; <see langword="null"/> if the prefix is not
/// hashed.</param>
internal sealed record LoadPlan(LoadKind Kind, Checkpoint? After = null, XxHash128? Prefix = null)
{
    private const int BlockSize = 1024 * 1024;

    /// <summary>Where it starts.</summary>
    public ReadPosition From { get; } =
        After is null ? default : After.Position;

    /// <summary>Compares a version of a file with its checkpoint.</summary>
    /// <param name="storage">The lake.</param>
    /// <param name="dataset">The dataset of the file.</param>
    /// <param name="version">The version.</param>
    /// <param name="checkpoint">How far the file is loaded; <see langword="null"/> if nothing of it is.</param>
    /// <param name="canStay">Whether the rows of the checkpoint can stay. If not, the load replaces all of them.</param>
    /// <param name="cancellationToken">Cancels the reading of the prefix.</param>
    public static async Task<LoadPlan> MakeAsync(
        ILakeStorage storage, Dataset dataset, FileVersion version, Checkpoint? checkpoint, bool canStay,
        CancellationToken cancellationToken)
    {
        if (checkpoint is null)
        {
            return new LoadPlan(LoadKind.New);
        }

        // Four cases need the whole file. Rows that another definition has made cannot stay beside new ones. In a replace dataset, the rows
        // before the checkpoint may be missing from the table, because another file was newer when they were read. A checkpoint at offset 0
        // means that the file can only be read as a whole (compressed, or in another encoding). And a shorter file, or another kind of
        // blob, cannot have grown from the old one.
        if (!canStay || dataset.WriteMode == WriteMode.Replace || checkpoint.Position.Offset == 0
            || version.Length < checkpoint.Position.Offset || version.Kind != checkpoint.BlobKind)
        {
            return new LoadPlan(LoadKind.Replace);
        }

        if (version.Kind == BlobKind.Append)
        {
            // An append blob only grows, as long as it is the same blob.
            if (version.CreatedOn != checkpoint.CreatedOn)
            {
                return new LoadPlan(LoadKind.Replace);
            }

            if (checkpoint.PrefixHash.Length == 0)
            {
                return new LoadPlan(LoadKind.Append, checkpoint);
            }
        }

        var hash = await HashAsync(storage, version, checkpoint.Position.Offset, cancellationToken);
        return hash.GetCurrentHash().AsSpan().SequenceEqual(checkpoint.PrefixHash)
            ? new LoadPlan(LoadKind.Append, checkpoint, version.OnlyGrows ? null : hash)
            : new LoadPlan(LoadKind.Replace);
    }

    /// <summary>The hash of the first bytes of a version.</summary>
    internal static async Task<XxHash128> HashAsync(
        ILakeStorage storage, FileVersion version, long length, CancellationToken cancellationToken)
    {
        var hash = new XxHash128();
        if (length == 0)
        {
            return hash;
        }

        await using var stream = await storage.OpenReadAsync(version, 0, cancellationToken);
        var block = new byte[BlockSize];
        while (length > 0)
        {
            var count = await stream.ReadAsync(block.AsMemory(0, (int)Math.Min(block.Length, length)), cancellationToken);
            if (count == 0)
            {
                throw new LakeFileChangedException(version.Path);
            }

            hash.Append(block.AsSpan(0, count));
            length -= count;
        }

        return hash;
    }
}
