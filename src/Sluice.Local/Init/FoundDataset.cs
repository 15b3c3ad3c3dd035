using System.Text.Json.Nodes;
using Sluice.Inference;

namespace Sluice.Local.Init;

/// <summary>A dataset that was made from files.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Resource">The resource of the lake definition, with its schema.</param>
/// <param name="Table">What was found in the columns.</param>
/// <param name="Files">The number of files.</param>
/// <param name="Rows">The number of rows that were read.</param>
/// <param name="Rejects">The number of rows that cannot be read, or have a value of another type than its column.</param>
internal sealed record FoundDataset(string Name, JsonObject Resource, InferredTable Table, int Files, long Rows, long Rejects);
