using Microsoft.OData;
using Microsoft.OData.UriParser;
using Sluice.Analytics.Model;
using Sluice.Analytics.Queries;
using Sluice.Analytics.Requests;

namespace Sluice.Analytics.Translation;

/// <summary>
/// Parses the path of a request: <c>ads</c>, <c>ads(5)</c>, <c>users(1)/ads</c>, <c>ads(5)/owner</c>, the <c>$count</c> of many, or a
/// property of one: <c>ads(5)/price</c>, <c>ads(5)/owner/city</c>, each with its <c>$value</c>.
/// </summary>
internal static class ResourcePath
{
    /// <summary>Parses a path.</summary>
    /// <param name="model">The sets that can be requested.</param>
    /// <param name="path">The path below the service, not escaped.</param>
    /// <returns>The request without options, or <see langword="null"/> if the path names nothing.</returns>
    public static AnalyticsRequest? Parse(AnalyticsModel model, string path)
    {
        List<ODataPathSegment> segments;
        var resolver = new NumberResolver();
        try
        {
            // A host leaves slashes within a key escaped, to tell them from separators. Keep these escapes.
            var escaped = string.Join('/', path.Split('/').Select(Uri.EscapeDataString))
                .Replace("%252F", "%2F", StringComparison.OrdinalIgnoreCase);
            segments = [.. new ODataUriParser(model.Edm, new Uri(escaped, UriKind.Relative))
            {
                Resolver = resolver,
            }.ParsePath()];
        }
        catch (Exception exception) when (exception is ODataException or FormatException or InvalidOperationException or ArgumentException)
        {
            return null;
        }

        if (segments is not [EntitySetSegment first, ..] || model.Find(first.EntitySet.Name) is not { } set)
        {
            return null;
        }

        return segments switch
        {
            [.. var row, PropertySegment property, ValueSegment] => Property(Rows(set, row, resolver), property, isRaw: true),
            [.. var row, PropertySegment property] => Property(Rows(set, row, resolver), property, isRaw: false),
            _ => Rows(set, segments, resolver),
        };
    }

    private static AnalyticsRequest? Property(AnalyticsRequest? row, PropertySegment segment, bool isRaw) =>
        row is { IsOne: true }
        && (row.Set.Find(segment.Property.Name) ?? row.Set.FindDerived(segment.Property.Name)?.Property) is { } property
            ? row with { Property = property, IsRaw = isRaw }
            : null;

    private static AnalyticsRequest? Rows(EntitySet set, IReadOnlyList<ODataPathSegment> segments, NumberResolver resolver) =>
        segments switch
        {
            [_] => new AnalyticsRequest { Set = set },
            [_, CountSegment] => new AnalyticsRequest { Set = set, IsCount = true },
            [_, KeySegment key] when Values(set, key, resolver) is { } values => new AnalyticsRequest { Set = set, Key = values },
            [_, KeySegment key, NavigationPropertySegment way] when Values(set, key, resolver) is { } values => Related(set, values, way),
            [_, KeySegment key, NavigationPropertySegment { NavigationProperty.Name: var name } way, CountSegment]
                when Values(set, key, resolver) is { } values && set.FindNavigation(name) is { IsCollection: true } =>
                    Related(set, values, way) with { IsCount = true },
            _ => null,
        };

    private static AnalyticsRequest Related(EntitySet set, IReadOnlyList<ParameterExpression> key, NavigationPropertySegment way)
    {
        var navigation = set.FindNavigation(way.NavigationProperty.Name)!;
        return new AnalyticsRequest { Set = navigation.Target, Parent = new ParentRow(set, key, navigation) };
    }

    // A path has at most one key.
    private static List<ParameterExpression>? Values(EntitySet set, KeySegment key, NumberResolver resolver)
    {
        var values = key.Keys.ToDictionary(k => k.Key, k => k.Value, StringComparer.Ordinal);
        return set.Key.All(k => values.GetValueOrDefault(k.Name) is not null)
            ? [.. set.Key.Select(k => Literals.Create(new ConstantNode(values[k.Name], resolver.Keys[^1][k.Name]), null))]
            : null;
    }
}
