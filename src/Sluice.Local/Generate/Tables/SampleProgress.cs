namespace Sluice.Local.Generate.Tables;

/// <summary>The progress of the generator with a dataset.</summary>
/// <param name="Dataset">The dataset that is being written.</param>
/// <param name="Rows">Its rows so far.</param>
/// <param name="TotalRows">All the rows that it will have.</param>
internal readonly record struct SampleProgress(string Dataset, long Rows, long TotalRows);
