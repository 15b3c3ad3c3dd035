namespace Sluice.Inference;

/// <summary>A file that can be opened again and again.</summary>
/// <param name="Open">Opens it at a byte offset.</param>
/// <param name="Name">Its name, which may say that it is compressed.</param>
internal sealed record FileSource(Func<long, CancellationToken, Task<Stream>> Open, string Name);
