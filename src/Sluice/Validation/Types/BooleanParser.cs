using Sluice.Text;

namespace Sluice.Validation.Types;

/// <summary><c>boolean</c>: one of the field's true values or false values.</summary>
internal readonly struct BooleanParser(IReadOnlyList<string> trueValues, IReadOnlyList<string> falseValues) : IValueParser<bool>
{
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

    public string? Hint(string text) => null;
}
