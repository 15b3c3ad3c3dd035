namespace Sluice.Analytics;

/// <summary>What an answer depends on.</summary>
/// <param name="Text">The queries with their values. Two requests with the same text have the same answer from the same rows.</param>
/// <param name="Datasets">The names of the datasets whose rows they read.</param>
public sealed record QueryReads(string Text, IReadOnlyList<string> Datasets);
