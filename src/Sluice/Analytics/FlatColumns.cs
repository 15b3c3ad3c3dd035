using Sluice.Analytics.Requests;

namespace Sluice.Analytics;

/// <summary>The columns of rows in formats without objects.</summary>
internal static class FlatColumns
{
    /// <summary>The columns, in order. The properties of an object have its name before theirs: <c>owner/city</c>.</summary>
    public static IReadOnlyList<(string Name, ResultProperty Property)> Of(IEnumerable<ResultProperty> properties) =>
        [.. properties.SelectMany(p => Of("", p))];

    private static IEnumerable<(string Name, ResultProperty Property)> Of(string prefix, ResultProperty property) =>
        property.Members is null
            ? [(prefix + property.Name, property)]
            : property.Members.SelectMany(m => Of($"{prefix}{property.Name}/", m));
}
