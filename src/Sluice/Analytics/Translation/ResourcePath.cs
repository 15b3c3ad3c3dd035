using Microsoft.OData;
using Microsoft.OData.UriParser;
using Sluice.Analytics.Model;

namespace Sluice.Analytics.Translation;

/// <summary>Reads which rows a path names: <c>ads</c>, <c>ads(5)</c> or <c>ads/$count</c>.</summary>
internal static class ResourcePath
{
    /// <summary>Reads it.</summary>
    /// <param name="model">What there is.</param>
    /// <param name="path">The path below the service, not escaped.</param>
    /// <returns>The request without options, or <see langword="null"/> if there is no such thing.</returns>
    public static AnalyticsRequest? Parse(AnalyticsModel model, string path)
    {
        List<ODataPathSegment> segments;
        try
        {
            var escaped = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
            segments = [.. new ODataUriParser(model.Edm, new Uri(escaped, UriKind.Relative))
            {
                Resolver = new ODataUriResolver { EnableCaseInsensitive = false },
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
            [_] => new AnalyticsRequest { Set = set },
            [_, CountSegment] => new AnalyticsRequest { Set = set, IsCount = true },
            [_, KeySegment key] => Keyed(set, key),
            _ => null,
        };
    }

    private static AnalyticsRequest? Keyed(EntitySet set, KeySegment key)
    {
        var values = key.Keys.ToDictionary(k => k.Key, k => k.Value, StringComparer.Ordinal);
        return set.Key.All(k => values.GetValueOrDefault(k.Name) is not null)
            ? new AnalyticsRequest { Set = set, Key = [.. set.Key.Select(k => Literals.Of(new ConstantNode(values[k.Name]), null))] }
            : null;
    }
}
