namespace Sluice.Rows;

/// <summary>One thing that is wrong with a rejected row.</summary>
/// <param name="Field">The field at fault, or <see langword="null"/> if it is the row as a whole.</param>
/// <param name="Rule">What it breaks, by the standard's word: <c>type</c>, <c>required</c>, <c>minimum</c>, …; others are
/// <c>encoding</c>, and of the row as a whole <c>field-count</c>, <c>quote</c>, <c>unclosed-quote</c>, <c>record-size</c>.</param>
/// <param name="Message">A sentence for the one who mends it.</param>
public sealed record RejectError(string? Field, string Rule, string Message);
