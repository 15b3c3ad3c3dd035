namespace Sluice.Local.Generate.Tables;

/// <summary>A column of a sample file with its rules from the dataset's schema, which determine its possible faults.</summary>
/// <param name="Name">The header.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Required">Whether a missing value is a reject.</param>
/// <param name="Minimum">The least value, or <see langword="null"/>.</param>
/// <param name="Maximum">The greatest value, or <see langword="null"/>.</param>
/// <param name="MaxLength">The most characters, or <see langword="null"/>.</param>
internal sealed record SampleColumn(
    string Name, SampleType Type, bool Required = false, int? Minimum = null, int? Maximum = null, int? MaxLength = null)
{
    public static SampleColumn Id(string name) => new(name, SampleType.Integer, Required: true, Minimum: 1);

    public static SampleColumn Instant(string name, bool required = false) => new(name, SampleType.Datetime, required);

    public static SampleColumn Text(string name, int? maxLength, bool required = false) =>
        new(name, SampleType.Text, required, MaxLength: maxLength);

    public static SampleColumn Price(string name) => new(name, SampleType.Money, Required: true, Minimum: 0);
}
