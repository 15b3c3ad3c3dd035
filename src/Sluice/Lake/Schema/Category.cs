namespace Sluice.Lake.Schema;

/// <summary>One value of a field whose values are a fixed list (Table Schema, <c>categories</c>).</summary>
/// <param name="Value">The value, as the descriptor writes it.</param>
/// <param name="Label">The label for people, or <see langword="null"/>.</param>
public sealed record Category(string Value, string? Label);
