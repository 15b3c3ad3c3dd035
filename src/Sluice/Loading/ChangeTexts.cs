using Sluice.Lake;
using Sluice.Text;

namespace Sluice.Loading;

/// <summary>Says in a line how the columns of a file differ from the schema.</summary>
public static class ChangeTexts
{
    private const int Most = 20;

    /// <summary>A text such as <c>"e_mail" is new (ignored), "email" is missing (nulled)</c>; of very many changes, the first.</summary>
    /// <param name="changes">The changes; at least one.</param>
    public static string Describe(IReadOnlyList<ColumnChange> changes) =>
        string.Join(", ", changes.Take(Most).Select(Describe))
        + (changes.Count > Most ? $" and {changes.Count - Most} more" : "");

    private static string Describe(ColumnChange change) =>
        $"{QuotedText.From(change.Column)} is {EnumNames<ColumnChangeKind>.GetName(change.Change)} "
        + $"({EnumNames<ColumnAction>.GetName(change.Action)})";
}
