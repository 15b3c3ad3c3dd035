namespace Sluice.Inference;

/// <summary>A file that can be opened repeatedly.</summary>
/// <param name="Open">Opens it at a byte offset.</param>
/// <param name="Name">Its name, whose extension may mean compression.</param>
internal sealed record FileSource(Func<long, CancellationToken, Task<Stream>> Open, string Name);
