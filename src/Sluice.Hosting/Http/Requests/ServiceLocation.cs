using Microsoft.AspNetCore.Http;

namespace Sluice.Hosting.Http.Requests;

/// <summary>The address of the OData service as the client sees it.</summary>
/// <param name="Data">The address of the service, with a slash at the end.</param>
/// <param name="Path">The requested path below the segment.</param>
internal sealed record ServiceLocation(string Data, string Path)
{
    /// <summary>The path segment of the OData service.</summary>
    public const string Segment = "/data";

    /// <summary>
    /// Reads the location from a request, with the headers <c>X-Forwarded-Proto</c> and <c>X-Forwarded-Host</c> of a proxy.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="segment">The segment that the requested path is below.</param>
    public static ServiceLocation From(HttpRequest request, string segment = Segment)
    {
        var path = request.Path.Value ?? "";
        var at = path.IndexOf(segment, StringComparison.OrdinalIgnoreCase);
        var above = at < 0 ? path : path[..at];
        return new ServiceLocation($"{Host(request)}{above}{Segment}/", at < 0 ? "" : path[(at + segment.Length)..].Trim('/'));
    }

    /// <summary>Whether a request is for the OData service.</summary>
    public static bool IsData(HttpRequest request) => request.Path.Value is { } path
        && path.IndexOf(Segment, StringComparison.OrdinalIgnoreCase) is >= 0 and var at
        && (path.Length == at + Segment.Length || path[at + Segment.Length] == '/');

    /// <summary>The address of the host with the path base: <c>https://example.org</c>.</summary>
    public static string Host(HttpRequest request)
    {
        var scheme = First(request, "X-Forwarded-Proto") is ("http" or "https") and var forwarded ? forwarded : request.Scheme;
        var host = First(request, "X-Forwarded-Host") is { Length: > 0 } name
            && Uri.CheckHostName(new HostString(name).Host) != UriHostNameType.Unknown
            ? new HostString(name)
            : request.Host;
        return $"{scheme}://{host.ToUriComponent()}{request.PathBase.ToUriComponent()}";
    }

    private static string? First(HttpRequest request, string header) => request.Headers[header] is [{ } value, ..]
        ? value.Split(',')[0].Trim()
        : null;
}
