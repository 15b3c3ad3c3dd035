namespace Sluice.Analytics;

/// <summary>The profile of a set as a document.</summary>
/// <param name="Body">JSON, UTF-8.</param>
/// <param name="Tag">Its entity tag, in quotation marks: the same for the same bytes.</param>
public sealed record ProfileDocument(ReadOnlyMemory<byte> Body, string Tag);
