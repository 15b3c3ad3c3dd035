using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Sluice.Hosting.Http.Results;

/// <summary>Compares entity tags (RFC 9110, 13.1.2).</summary>
internal static class EntityTags
{
    /// <summary>
    /// Whether the client has the version with this tag: it lists the tag in <c>If-None-Match</c>, or <c>*</c>. A weak tag is as good as a
    /// strong one, because proxies that compress answers make tags weak.
    /// </summary>
    public static bool IsKnown(HttpRequest request, string tag) =>
        EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var tags)
        && tags.Any(t => t.Equals(EntityTagHeaderValue.Any) || t.Tag == tag);
}
