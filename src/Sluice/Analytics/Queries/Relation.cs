namespace Sluice.Analytics.Queries;

/// <summary>Rows that a select can be made of.</summary>
public abstract record Relation;
