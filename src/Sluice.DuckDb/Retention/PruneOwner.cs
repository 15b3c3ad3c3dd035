namespace Sluice.DuckDb.Retention;

/// <summary>A file whose rows, or a load whose rejects, are to be deleted.</summary>
/// <param name="Id">The id of the file or the load.</param>
/// <param name="Path">The path of the file.</param>
internal readonly record struct PruneOwner(long Id, string Path);
