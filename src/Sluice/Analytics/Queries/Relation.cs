namespace Sluice.Analytics.Queries;

/// <summary>A source of rows for a select.</summary>
public abstract record Relation;
