namespace Sluice.Rows;

/// <summary>One error of a rejected row.</summary>
/// <param name="Field">The field at fault, or <see langword="null"/> for the row as a whole.</param>
/// <param name="Rule">The rule that it breaks, by the standard's name (<c>type</c>, <c>required</c>, <c>minimum</c>, …) or <c>encoding</c>;
/// for the row as a whole <c>field-count</c>, <c>header</c>, <c>line-break</c>, <c>quote</c>, <c>unclosed-quote</c>,
/// <c>record-size</c>.</param>
/// <param name="Message">What is wrong, as a sentence for the person who corrects the file.</param>
public sealed record RejectError(string? Field, string Rule, string Message);
