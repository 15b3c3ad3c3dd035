namespace Sluice.Lake.Schema;

/// <summary>Fields whose values, taken together, may not occur in two rows. As in SQL, a row with a missing value has no key.</summary>
/// <param name="Rule">The property of the standard that declares it: <c>unique</c>, <c>uniqueKeys</c> or <c>primaryKey</c>.</param>
/// <param name="Fields">The names of the fields.</param>
public sealed record UniqueKey(string Rule, IReadOnlyList<string> Fields);
