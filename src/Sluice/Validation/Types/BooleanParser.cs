using Sluice.Text;

namespace Sluice.Validation.Types;

/// <summary><c>boolean</c>: one of the field's true values or false values.</summary>
internal readonly struct BooleanParser(IReadOnlyList<string> trueValues, IReadOnlyList<string> falseValues) : IValueParser<bool>
{
    // What people and programs write, in any case.
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "true", "false", "t", "f", "yes", "no", "y", "n", "on", "off", "1", "0", "x", "ja", "nein", "j", "oui", "non", "si", "sí",
    };

    private readonly ByteSet trues = new(trueValues);
    private readonly ByteSet falses = new(falseValues);

    public string Expected => $"one of {string.Join(", ", trueValues.Concat(falseValues).Select(v => $"\"{v}\""))}";

    public bool TryParse(ReadOnlySpan<byte> text, out bool value)
    {
        value = trues.Contains(text);
        return value || falses.Contains(text);
    }

    public bool Holds(bool value) => true;

    public string Limit => "";

    public string? Excess(ReadOnlySpan<byte> text) => null;

    public string? Hint(string text) =>
        Words.Contains(text) ? "if it means true or false, add it to the field's trueValues or falseValues" : null;
}
