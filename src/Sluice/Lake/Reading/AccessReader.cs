using System.Text.RegularExpressions;

namespace Sluice.Lake.Reading;

/// <summary>Reads who may see what of a dataset.</summary>
internal static partial class AccessReader
{
    /// <summary>Reads <c>sluice:read</c> of a dataset or a field; <see langword="null"/> if it has none.</summary>
    public static IReadOnlyList<string>? ReadRoles(DescriptorNode node)
    {
        const string What = $"'{SluiceProperties.Read}'";
        if (node.Find(SluiceProperties.Read) is not { } property)
        {
            return null;
        }

        // Whatever is wrong, the roles are not missing: without any, everybody would read.
        List<string> roles = [];
        foreach (var (role, item) in property.IsFilledArray(What) ? property.AsStrings(What) ?? [] : [])
        {
            CheckRole(role, item);
            roles.Add(role);
        }

        return roles;
    }

    /// <summary>Reads <c>sluice:rows</c>: by role, the text of a filter, which is not parsed here.</summary>
    public static IReadOnlyDictionary<string, string> ReadFilters(DescriptorNode node)
    {
        Dictionary<string, string> filters = new(StringComparer.Ordinal);
        if (node.Find(SluiceProperties.Rows) is not { } property || !property.IsObject($"'{SluiceProperties.Rows}'"))
        {
            return filters;
        }

        if (!property.Properties.Any())
        {
            property.Error(
                $"'{SluiceProperties.Rows}' must have a filter for at least one role, such as {{\"partner\": \"city eq 'Berlin'\"}}.");
        }

        foreach (var (role, item) in property.Properties)
        {
            CheckRole(role, item);
            if (!filters.TryAdd(role, item.AsString($"The filter of the role '{role}'") ?? ""))
            {
                item.Error($"'{SluiceProperties.Rows}' has the role '{role}' twice.");
            }
        }

        return filters;
    }

    private static void CheckRole(string role, DescriptorNode node)
    {
        if (!Role().IsMatch(role))
        {
            node.Error($"A role must be a letter, then at most 119 letters, digits, '_', '-' or '.', but is '{role}'.");
        }
    }

    // The values of app roles have no spaces.
    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_.-]{0,119}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Role();
}
