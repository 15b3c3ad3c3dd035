namespace Sluice.Analytics.Queries;

/// <summary>A table of the warehouse. Its name comes from the model, never from a request.</summary>
/// <param name="Schema">Its schema: <c>lake</c> or <c>sluice</c>.</param>
/// <param name="Name">Its name.</param>
public sealed record Table(string Schema, string Name) : Relation;
