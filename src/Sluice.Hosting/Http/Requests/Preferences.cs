using Microsoft.AspNetCore.Http;

namespace Sluice.Hosting.Http.Requests;

/// <summary>What a client prefers (RFC 7240). Preferences that are not understood are ignored, as the standard says.</summary>
internal static class Preferences
{
    /// <summary>The header with the preferences that are followed.</summary>
    public const string AppliedHeader = "Preference-Applied";

    /// <summary>
    /// The preferences in their order, their names in lower case, without the prefix <c>odata.</c> and quotation marks. The value of some
    /// is empty.
    /// </summary>
    public static IEnumerable<(string Name, string Value)> Of(HttpRequest request) =>
        from header in request.Headers["Prefer"]
        from preference in (header ?? "").Split(',', ';')
        let parts = preference.Split('=', 2, StringSplitOptions.TrimEntries)
        let name = parts[0].ToLowerInvariant()
        select (
            name.StartsWith("odata.", StringComparison.Ordinal) ? name["odata.".Length..] : name,
            parts.Length > 1 ? parts[1].Trim('"') : "");
}
