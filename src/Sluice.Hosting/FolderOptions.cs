namespace Sluice.Hosting;

/// <summary>A local folder that is the lake. Only the command line has one, so it is no setting.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Patience">How long after the last write the end of a line that is not complete is waited for; zero not to wait.</param>
internal sealed record FolderOptions(string Path, TimeSpan Patience);
