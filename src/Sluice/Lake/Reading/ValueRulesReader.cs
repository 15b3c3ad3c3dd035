using System.Text.RegularExpressions;
using Sluice.Lake.Schema;
using Sluice.Text;

namespace Sluice.Lake.Reading;

/// <summary>
/// Reads how the texts of values are taken, beyond the standard: <c>sluice:trim</c>, <c>sluice:timezone</c>, <c>sluice:fraction</c>.
/// </summary>
internal static partial class ValueRulesReader
{
    private static readonly Dictionary<string, FractionPolicy> Fractions =
        Enum.GetValues<FractionPolicy>().ToDictionary(p => p.ToString().ToLowerInvariant());

    /// <summary>What a resource says for all of its fields.</summary>
    /// <param name="node">The resource.</param>
    /// <param name="missingValues">The missing values of the package.</param>
    public static FieldDefaults ReadDefaults(DescriptorNode node, IReadOnlyList<string> missingValues) =>
        new(missingValues, ReadTrim(node) ?? false, ReadTimezone(node));

    /// <summary>The field with what its object says, or else its defaults.</summary>
    /// <param name="node">The field's object.</param>
    /// <param name="field">The field, whose type and format are known.</param>
    /// <param name="defaults">What the resource says for all fields.</param>
    /// <param name="isTypeKnown">Whether the type could be read. If not, what it allows is not judged.</param>
    public static Field Read(DescriptorNode node, Field field, FieldDefaults defaults, bool isTypeKnown)
    {
        var isLocal = field.Type == FieldType.Datetime && !IsEpoch(field.Format);
        if (isTypeKnown && !isLocal)
        {
            node.Find(SluiceProperties.Timezone)?.Error(field.Type == FieldType.Datetime
                ? $"'{SluiceProperties.Timezone}' is not for the format '{field.Format}', which counts from 1970 in UTC."
                : $"'{SluiceProperties.Timezone}' is only for fields of type datetime, not {FieldDescriptorReader.NameOf(field.Type)}.");
        }

        var hasFraction = field.Type is FieldType.Integer or FieldType.Time or FieldType.Datetime;
        if (isTypeKnown && !hasFraction)
        {
            node.Find(SluiceProperties.Fraction)?.Error(
                $"'{SluiceProperties.Fraction}' is only for fields of type integer, time and datetime, "
                + $"not {FieldDescriptorReader.NameOf(field.Type)}.");
        }

        return field with
        {
            Trim = ReadTrim(node) ?? defaults.Trim,
            Timezone = isLocal ? ReadTimezone(node) ?? defaults.Timezone : null,
            Fraction = hasFraction ? ReadFraction(node) : FractionPolicy.Reject,
        };
    }

    private static bool IsEpoch(string format) => format == "%s" || format.StartsWith("epoch-", StringComparison.Ordinal);

    private static bool? ReadTrim(DescriptorNode node) => node.Find(SluiceProperties.Trim)?.AsFlag($"'{SluiceProperties.Trim}'");

    private static string? ReadTimezone(DescriptorNode node)
    {
        if (node.Find(SluiceProperties.Timezone) is not { } property
            || property.AsString($"'{SluiceProperties.Timezone}'") is not { } name)
        {
            return null;
        }

        if (TimeZoneName().IsMatch(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out _))
        {
            return name;
        }

        property.Error(
            $"'{SluiceProperties.Timezone}' must be the IANA name of a time zone, such as 'Europe/Berlin' or 'UTC', but is '{name}'."
            + Suggest(name));
        return null;
    }

    // People write the city alone, another case, or the name that Windows has.
    private static string Suggest(string name)
    {
        if (TimeZoneInfo.TryConvertWindowsIdToIanaId(name, out var iana))
        {
            return $" Did you mean '{iana}'?";
        }

        var names = TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id).Where(id => TimeZoneName().IsMatch(id)).ToList();
        var place = name.Replace(' ', '_');
        var city = names.Find(n => string.Equals(n[(n.LastIndexOf('/') + 1)..], place, StringComparison.OrdinalIgnoreCase));
        return city is null ? Suggestion.For(name, names) : $" Did you mean '{city}'?";
    }

    private static FractionPolicy ReadFraction(DescriptorNode node)
    {
        const string Name = SluiceProperties.Fraction;
        if (node.Find(Name) is not { } property || property.AsString($"'{Name}'") is not { } text)
        {
            return FractionPolicy.Reject;
        }

        if (!Fractions.TryGetValue(text, out var policy))
        {
            property.Error(
                $"'{Name}' must be {string.Join(" or ", Fractions.Keys)}, but is '{text}'.{Suggestion.For(text, Fractions.Keys)}");
        }

        return policy;
    }

    // Files of time zones beside these count leap seconds, or are the machine's own.
    [GeneratedRegex(@"^(?!right/|posix|localtime)[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex TimeZoneName();
}
