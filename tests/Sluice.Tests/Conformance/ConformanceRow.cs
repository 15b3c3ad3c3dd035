namespace Sluice.Tests.Conformance;

/// <summary>A text, and the expected result.</summary>
/// <param name="Section">The section of the standard.</param>
/// <param name="Field">The properties of the field, beside its name.</param>
/// <param name="Text">The text.</param>
/// <param name="Rule">The rule that it breaks; <see langword="null"/> if it passes.</param>
internal sealed record ConformanceRow(string Section, string Field, string Text, string? Rule)
{
    /// <summary>Texts that pass.</summary>
    public static IEnumerable<ConformanceRow> Accepts(string section, string field, params string[] texts) =>
        texts.Select(t => new ConformanceRow("table-schema#" + section, field, t, null));

    /// <summary>Texts that break a rule.</summary>
    public static IEnumerable<ConformanceRow> Refuses(string section, string field, string rule, params string[] texts) =>
        texts.Select(t => new ConformanceRow("table-schema#" + section, field, t, rule));
}
