namespace Sluice.Warehouse;

/// <summary>Fields with the values that rows have in them.</summary>
/// <param name="Fields">The names of the fields.</param>
/// <param name="Values">Their values, in the same order; their types are those of <see cref="IErasure.ReadValuesAsync"/>.</param>
public sealed record FieldValues(IReadOnlyList<string> Fields, IReadOnlyList<object> Values);
