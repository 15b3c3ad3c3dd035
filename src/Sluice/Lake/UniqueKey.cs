namespace Sluice.Lake;

/// <summary>Fields that no two rows have the same values in. A row that lacks one of the values has no key (as in SQL).</summary>
/// <param name="Rule">Where the standard says so: <c>unique</c>, <c>uniqueKeys</c> or <c>primaryKey</c>.</param>
/// <param name="Fields">The names of the fields.</param>
public sealed record UniqueKey(string Rule, IReadOnlyList<string> Fields);
