namespace Sluice.Inference;

/// <summary>A file that can be opened repeatedly.</summary>
/// <param name="Open">Opens it at a byte offset.</param>
/// <param name="Name">Its name, whose extension may mean compression.</param>
/// <param name="Length">Its length, without which no ZIP archive can be read, or <see langword="null"/>.</param>
internal sealed record FileSource(Func<long, CancellationToken, Task<Stream>> Open, string Name, long? Length = null);
