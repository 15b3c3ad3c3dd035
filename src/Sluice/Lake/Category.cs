namespace Sluice.Lake;

/// <summary>One of the values of a field that has only so many (Table Schema, <c>categories</c>).</summary>
/// <param name="Value">The value, as the text that it has in the descriptor.</param>
/// <param name="Label">What it means, for people, or <see langword="null"/>.</param>
public sealed record Category(string Value, string? Label);
