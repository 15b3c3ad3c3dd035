namespace Sluice.Hosting;

/// <summary>How long a host that watches a folder waits for the end of a line that a program is writing. Others do not wait.</summary>
/// <param name="Longest">The time from the last write on.</param>
internal sealed record FolderPatience(TimeSpan Longest);
