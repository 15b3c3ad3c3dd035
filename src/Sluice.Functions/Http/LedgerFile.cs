using Sluice.Loading;

namespace Sluice.Functions.Http;

/// <summary>A file as <c>GET /api/data/files</c> tells of it: what the ledger knows, save how it resumes.</summary>
/// <param name="Id">Its number, which is <c>_file</c> in its rows.</param>
/// <param name="Path">Its path, container first.</param>
/// <param name="Dataset">Its dataset, or <see langword="null"/>.</param>
/// <param name="State">How its last load went.</param>
/// <param name="ETag">The version that the last load looked at.</param>
/// <param name="LastModified">When that version was written.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Rows">Its loaded rows.</param>
/// <param name="Rejected">Its rejects.</param>
/// <param name="LastLoad">The number of its last load.</param>
/// <param name="Attempts">Failed loads of that version since the last commit to the file.</param>
/// <param name="NextTry">When the sweep tries a failed file again; <see langword="null"/> if only a person has it tried again.</param>
/// <param name="Error">What was wrong with the last load, or <see langword="null"/>.</param>
/// <param name="UpdatedAt">When any of this last changed.</param>
public sealed record LedgerFile(
    long Id, string Path, string? Dataset, LoadState State, string ETag, DateTimeOffset LastModified, long Length, long Rows, long Rejected,
    long LastLoad, int Attempts, DateTimeOffset? NextTry, string? Error, DateTimeOffset UpdatedAt)
{
    internal static LedgerFile Of(FileRecord file) => new(
        file.Id, file.Path, file.Dataset, file.State, file.ETag, file.LastModified, file.Length, file.Rows, file.Rejected, file.LastLoad,
        file.Attempts, file.NextTry, file.Error, file.UpdatedAt);
}
