using Sluice.Analytics.Queries;

namespace Sluice.Analytics.Profiles;

/// <summary>Runs a select whose result has few rows.</summary>
/// <param name="select">The select.</param>
/// <returns>Its rows: for each column a long, double, bool, string, DateOnly, TimeOnly or DateTime, or <see langword="null"/>. A column
/// that is returned as text is a string.</returns>
internal delegate Task<IReadOnlyList<object?[]>> SelectReader(Select select);
