namespace Sluice.Analytics.Model;

/// <summary>A property of the row that a row refers to, under a name of its own.</summary>
/// <param name="Property">The property as the rows have it.</param>
/// <param name="Navigation">The navigation to the other row.</param>
/// <param name="Source">The property of the other row.</param>
public sealed record DerivedProperty(EntityProperty Property, EntityNavigation Navigation, EntityProperty Source);
